using Homeport.Protocol.Tasks;

namespace Homeport.Worker.Tests.Sandboxes;

/// <summary>Git works for the task, whatever keeps it.</summary>
public abstract class ConfinedGitTests(Isolation kind) : ConfinedTest(kind)
{
    [Fact]
    public async Task The_task_looks_adds_commits_and_branches()
    {
        await DoAsync("""
            set -e
            echo changed >> README.md && echo new > new.txt
            git status --porcelain | grep -q '^ M README.md'
            git diff --stat && git add -A && git commit -q -m 'done inside'
            git branch homeport/beside && git log --oneline && git branch --list
            git stash list && git rev-parse --abbrev-ref HEAD
            """);

        Assert.Equal("done inside", await Repository.GitAsync(["log", "-1", "--format=%s", Branch], Cancel));
        Assert.Equal("Ada <ada@example.org>", await Repository.GitAsync(["log", "-1", "--format=%an <%ae>", Branch], Cancel));
        Assert.Contains("homeport/beside", await Repository.GitAsync(["branch", "--list"], Cancel), StringComparison.Ordinal);
        Assert.Equal("", await Repository.GitAsync(Worktree, ["status", "--porcelain"], Cancel));
        Assert.Equal("", await Repository.GitAsync(["fsck", "--strict", "--no-dangling"], Cancel));
    }

    [Fact]
    public async Task The_task_fetches_what_its_remote_has()
    {
        var remote = Path.Combine(Worktree, "remote.git"); // a remote that is there inside too
        await Repository.GitAsync(["clone", "-q", "--bare", Repository.Path, remote], Cancel);
        await Repository.GitAsync(["remote", "add", "origin", remote], Cancel);
        await Repository.GitAsync(remote, ["tag", "v1", "main"], Cancel);

        await DoAsync("set -e; git fetch -q --tags origin; git rev-parse origin/main v1; git log -1 --format=%s origin/main");

        Assert.Equal("start", await Repository.GitAsync(["log", "-1", "--format=%s", "origin/main"], Cancel));
    }

    [Fact]
    public async Task A_commit_whose_worktree_has_hooks_runs_them_inside()
    {
        Repository.Write(".git/hooks/pre-commit", "#!/bin/sh\necho ran > hook-ran\n");

        await Repository.GitAsync(["config", "alias.hookable", "!chmod 755 .git/hooks/pre-commit"], Cancel);
        await Repository.GitAsync(["hookable"], Cancel);

        await DoAsync("echo x > x.txt && git add x.txt && git commit -q -m x");

        Assert.True(File.Exists(Path.Combine(Worktree, "hook-ran")));
    }
}

public sealed class WorktreeGitTests() : ConfinedGitTests(Isolation.Worktree);

public sealed class SandboxGitTests() : ConfinedGitTests(Isolation.Sandbox);

public sealed class ContainerGitTests() : ConfinedGitTests(Isolation.Container);
