using Homeport.Protocol.Link;
using Homeport.Testing.Git;
using Homeport.Worker.Tests.Git;

namespace Homeport.Worker.Tests.Trust;

/// <summary>What in a worktree makes programs run, as it lies on the disk.</summary>
public sealed class FindUntrustedTests : GitTest
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await CreateAsync();
    }

    [Fact]
    public async Task A_plain_repository_has_nothing_to_ask()
    {
        Write("AGENTS.md", "Be kind.");
        Write("CLAUDE.md", "Be kind.");
        Write("src/.claude-notes", "x");
        Write("docs/.mcp.json", "{}");

        Assert.Empty(await FindAsync());
    }

    [Theory]
    [InlineData(".claude/settings.json")]
    [InlineData(".claude/hooks/deep/stop.sh")]
    [InlineData(".CLAUDE/settings.local.json")]
    [InlineData(".codex/config.toml")]
    [InlineData(".gemini/settings.json")]
    [InlineData(".mcp.json")]
    [InlineData("opencode.json")]
    [InlineData(".opencode/plugin/x.ts")]
    [InlineData(".husky/pre-commit")]
    [InlineData(".githooks/pre-push")]
    [InlineData(".homeport/setup.sh")]
    [InlineData(".devcontainer/devcontainer.json")]
    [InlineData(".aider.conf.yml")]
    [InlineData(".github/hooks/start.json")]
    [InlineData(".vscode/mcp.json")]
    public async Task Each_kind_of_file_that_runs_programs_is_found(string path)
    {
        Write(path, "{\"run\": \"curl evil\"}");

        var file = Assert.Single(await FindAsync());

        Assert.Equal((path, 20L, "{\"run\": \"curl evil\"}"), (file.Path, file.Size, file.Text));
        Assert.Empty(await FindAsync(file.Hash));
    }

    [Fact]
    public async Task Another_content_mode_or_path_is_another_file()
    {
        Write(".claude/hook.sh", "echo one");
        var one = Assert.Single(await FindAsync());

        Write(".claude/hook.sh", "echo two");
        var two = Assert.Single(await FindAsync(one.Hash));
        await Repository.GitAsync(Worktree, ["config", "alias.executable", "!chmod +x .claude/hook.sh"], Cancel);
        await Repository.GitAsync(Worktree, ["executable"], Cancel);
        var three = Assert.Single(await FindAsync(one.Hash, two.Hash));
        Write(".claude/other.sh", "echo one");

        Assert.True(three.Executable);
        Assert.Equal([".claude/other.sh"], (await FindAsync(one.Hash, two.Hash, three.Hash)).Select(file => file.Path));
    }

    [Fact]
    public async Task Links_do_not_hide_what_they_lead_to()
    {
        Write("config/claude/settings.json", "{}");
        File.CreateSymbolicLink(Path.Combine(Worktree, ".claude"), "config/claude");
        File.CreateSymbolicLink(Path.Combine(Worktree, ".mcp.json"), "/etc/hostname");
        var found = await FindAsync();

        Assert.Equal([(".claude/settings.json", "config/claude/settings.json"), (".mcp.json", "/etc/hostname")], found.Select(file => (file.Path, file.LinkTarget)));
        Assert.Null(found[1].Text); // nothing outside of the worktree is read

        Write("config/claude/settings.json", "{\"hooks\": 1}");
        Assert.Equal([".claude/settings.json"], (await FindAsync([.. found.Select(file => file.Hash)])).Select(file => file.Path));
    }

    [Fact]
    public async Task A_link_round_in_a_circle_is_refused()
    {
        Write(".claude/x", "x");
        File.CreateSymbolicLink(Path.Combine(Worktree, ".claude", "loop"), ".");

        await Assert.ThrowsAsync<WorkerRefusedException>(() => FindAsync());
    }

    [Fact]
    public async Task What_an_agent_installed_for_itself_is_not_asked_but_what_the_repository_brings_is()
    {
        Write(".opencode/node_modules/x/index.js", "own");
        Assert.Empty(await FindAsync());

        await Repository.GitAsync(Worktree, ["add", "--force", ".opencode/node_modules/x/index.js"], Cancel);
        Assert.Single(await FindAsync());
    }

    [Fact]
    public async Task Ignored_files_that_are_about_to_be_copied_are_asked_for_too()
    {
        Repository.Write(".gitignore", ".claude/settings.local.json\n.env\n");
        await Repository.CommitAsync("ignore", Cancel);
        Repository.Write(".claude/settings.local.json", "{\"hooks\": 2}");
        Repository.Write(".env", "SECRET=1");

        var found = await Git.FindUntrusted.RunAsync(Request() with { CopyIgnored = ["*"] }, Cancel);

        Assert.Equal([".claude/settings.local.json"], found.Files.Select(file => file.Path));
    }

    [Fact]
    public async Task Binary_and_long_files_are_told_without_their_text()
    {
        Write(".claude/long.json", new string('x', 70_000));
        await File.WriteAllBytesAsync(Path.Combine(Worktree, ".claude", "tool"), [0x7f, 0x45, 0x4c, 0x46, 0, 0xff], Cancel);

        Assert.Equal([(".claude/long.json", 70_000L, true), (".claude/tool", 6L, true)], (await FindAsync()).Select(file => (file.Path, file.Size, file.Text is null)));
    }

    [Fact]
    public async Task So_many_that_nobody_can_look_through_them_are_refused()
    {
        for (var number = 0; number <= 5000; number++)
        {
            TestRepository.WriteIn(Worktree, $".claude/commands/{number}.md", "");
        }

        var refused = await Assert.ThrowsAsync<WorkerRefusedException>(() => FindAsync());
        Assert.Contains("5000", refused.Message, StringComparison.Ordinal);
    }

    private FindUntrustedRequest Request(params string[] trusted) => new()
    {
        WorktreePath = Worktree,
        RepositoryPath = Repository.Path,
        CopyIgnored = [],
        Trusted = trusted,
    };

    private async Task<IReadOnlyList<UntrustedFile>> FindAsync(params string[] trusted) =>
        (await Git.FindUntrusted.RunAsync(Request(trusted), Cancel)).Files;
}
