using System.Runtime.Versioning;
using Homeport.Worker.Git;
using Homeport.Worker.Setup;
using Homeport.Worker.Tests.Git;

namespace Homeport.Worker.Tests.Setup;

/// <summary>Which ignored files come into a new worktree, and how.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class CopyTests : GitTest
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public async Task Ignored_files_that_match_are_copied_with_their_mode_and_time()
    {
        await IgnoreAsync(".env*", "secrets/");
        var env = Add(".env", "KEY=1\n");
        File.SetUnixFileMode(env, Private);
        File.SetLastWriteTimeUtc(env, new DateTime(2020, 5, 6, 7, 8, 9, DateTimeKind.Utc));
        MakeExecutable(Add("secrets/deep/run.sh", "#!/bin/sh\n"));
        await CreateAsync();

        var (plan, outcome) = await CopyAsync(".env", "secrets/");

        Assert.Equal(2, outcome.Files);
        Assert.Equal(6 + 10, outcome.Bytes);
        Assert.Empty(plan.Skipped);
        Assert.Equal("KEY=1\n", Read(".env"));
        Assert.Equal(Private, File.GetUnixFileMode(In(".env")));
        Assert.Equal(new DateTime(2020, 5, 6, 7, 8, 9, DateTimeKind.Utc), File.GetLastWriteTimeUtc(In(".env")));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(In("secrets/deep/run.sh")));
        Assert.Equal("", await InWorktreeAsync("status", "--porcelain"));
    }

    [Fact]
    public async Task What_git_does_not_ignore_is_never_copied()
    {
        await IgnoreAsync("*.log");
        Add("notes.txt", "mine");
        Add("a.log", "log");
        await CreateAsync();

        var (plan, _) = await CopyAsync("*", "README.md");

        Assert.Equal(["a.log"], plan.Entries.Select(entry => entry.Path));
        Assert.False(File.Exists(In("notes.txt")));
    }

    [Fact]
    public async Task What_the_branch_of_the_task_does_not_ignore_is_left_out()
    {
        await CreateAsync(); // from a commit without .gitignore
        Repository.Write(".gitignore", ".env\n");
        Add(".env", "KEY=1");

        var (plan, outcome) = await CopyAsync(".env");

        Assert.Equal(0, outcome.Files);
        Assert.Contains("does not ignore it", Assert.Single(plan.Skipped).Reason, StringComparison.Ordinal);
        Assert.False(File.Exists(In(".env")));
    }

    [Fact]
    public async Task Names_may_hold_spaces_line_breaks_and_anything_else()
    {
        await IgnoreAsync("*.env");
        string[] names = ["with space.env", "line\nbreak.env", "\"quoted\".env", "ünï.env", "-dash.env", ":colon.env", "tab\t.env", "a'b.env", "*star.env", "back\\slash.env"];
        foreach (var name in names)
        {
            Add(name, name);
        }

        await CreateAsync();

        var (plan, outcome) = await CopyAsync("*.env");

        Assert.Equal(names.Order(StringComparer.Ordinal), plan.Entries.Select(entry => entry.Path).Order(StringComparer.Ordinal));
        Assert.Equal(names.Length, outcome.Files);
        Assert.All(names, name => Assert.Equal(name, Read(name)));
        Assert.Equal("", await InWorktreeAsync("status", "--porcelain"));
    }

    [Fact]
    public async Task Links_stay_links_and_those_that_lead_outside_are_left_out()
    {
        await IgnoreAsync("local/");
        Add("local/real.txt", "real");
        var secret = Path.Combine(Repository.Folder, "secret.txt");
        await File.WriteAllTextAsync(secret, "secret", Cancel);
        Link("local/inside", "real.txt");
        Link("local/dangling", "nowhere");
        Link("local/outside", "../../secret.txt");
        Link("local/absolute", secret);
        Link("local/out-and-back", "../../app/local/real.txt");
        await CreateAsync();

        var (plan, outcome) = await CopyAsync("local/");

        Assert.Equal("real.txt", new FileInfo(In("local/inside")).LinkTarget);
        Assert.Equal("nowhere", new FileInfo(In("local/dangling")).LinkTarget);
        Assert.Equal(3, outcome.Files);
        Assert.Equal(["local/absolute", "local/out-and-back", "local/outside"], plan.Skipped.Select(skipped => skipped.Path).Order());
        Assert.All(plan.Skipped, skipped => Assert.Contains("outside of the repository", skipped.Reason, StringComparison.Ordinal));
        Assert.False(Path.Exists(In("local/outside")));
    }

    [Fact]
    public async Task A_link_in_the_way_leads_nothing_out_of_the_worktree()
    {
        await IgnoreAsync("local/");
        Add("local/a.txt", "a");
        await CreateAsync();
        var outside = Directory.CreateDirectory(Path.Combine(Repository.Folder, "outside")).FullName;
        Directory.CreateSymbolicLink(In("local"), outside);

        var plan = await Git.CopyPlanner.PlanAsync(Repository.Path, ["local/"], Cancel);
        var checkedPlan = await Git.CopyPlanner.WithoutUnignoredAsync(plan, Worktree, Cancel);
        var outcome = await CopyIgnoredFiles.RunAsync(plan, Repository.Path, Worktree, Cancel); // as if it came meanwhile

        Assert.Contains("a link is in its way", Assert.Single(checkedPlan.Skipped).Reason, StringComparison.Ordinal);
        Assert.Empty(checkedPlan.Entries);
        Assert.Equal("local/a.txt", Assert.Single(outcome.Failed).Path);
        Assert.Empty(Directory.EnumerateFileSystemEntries(outside));
    }

    [Fact]
    public async Task A_folder_that_became_a_link_meanwhile_is_not_followed()
    {
        await IgnoreAsync("local/");
        Add("local/a.txt", "a");
        await CreateAsync();
        var plan = await Git.CopyPlanner.PlanAsync(Repository.Path, ["local/"], Cancel);
        var outside = Directory.CreateDirectory(Path.Combine(Repository.Folder, "outside")).FullName;
        await File.WriteAllTextAsync(Path.Combine(outside, "a.txt"), "secret", Cancel);
        Directory.Delete(Path.Combine(Repository.Path, "local"), recursive: true);
        Directory.CreateSymbolicLink(Path.Combine(Repository.Path, "local"), outside);

        var outcome = await CopyIgnoredFiles.RunAsync(plan, Repository.Path, Worktree, Cancel);

        Assert.Single(outcome.Failed);
        Assert.False(File.Exists(In("local/a.txt")));
    }

    [Fact]
    public async Task What_is_there_already_stays_as_it_is()
    {
        await IgnoreAsync(".env");
        Add(".env", "from the repository");
        await CreateAsync();
        Write(".env", "the agent's own");

        var (_, outcome) = await CopyAsync(".env");

        Assert.Equal((0, 1), (outcome.Files, outcome.Kept));
        Assert.Equal("the agent's own", Read(".env"));
        Assert.Equal((0, 1), ((await CopyAsync(".env")).Outcome.Files, outcome.Kept));
    }

    [Fact]
    public async Task A_whole_folder_is_one_entry_and_is_copied_without_a_look_by_bare_names()
    {
        await IgnoreAsync("node_modules/", ".env");
        Add("node_modules/a/.env", "not wanted");
        Add("node_modules/a/index.js", "1");
        Add("node_modules/.cache/x/y", "wanted");
        Link("node_modules/.bin", "a");
        await CreateAsync();

        Assert.Empty((await Git.CopyPlanner.PlanAsync(Repository.Path, [".env", "**/.env"], Cancel)).Entries);
        var within = await Git.CopyPlanner.PlanAsync(Repository.Path, ["node_modules/.cache/"], Cancel);
        var whole = (await CopyAsync("node_modules")).Plan;

        Assert.Equal("node_modules/.cache/", Assert.Single(within.Entries).Path);
        Assert.Equal(("node_modules/", 4), (Assert.Single(whole.Entries).Path, whole.Entries[0].Leaves.Count));
        Assert.Equal("wanted", Read("node_modules/.cache/x/y"));
        Assert.Equal("a", new FileInfo(In("node_modules/.bin")).LinkTarget);
    }

    [Fact]
    public async Task A_repository_in_the_folder_is_left_out()
    {
        await IgnoreAsync("vendor/");
        Add("vendor/plain/a.txt", "a");
        Add("vendor/nested/.git/HEAD", "ref: refs/heads/main\n");
        Add("vendor/linked/.git", "gitdir: /elsewhere\n");
        await CreateAsync();

        var (plan, _) = await CopyAsync("vendor/");

        Assert.Equal(["vendor/linked/", "vendor/nested/"], plan.Skipped.Select(skipped => skipped.Path).Order());
        Assert.True(File.Exists(In("vendor/plain/a.txt")));
        Assert.False(Directory.Exists(In("vendor/nested")));
    }

    [Fact]
    public async Task A_pipe_is_told_and_left_out()
    {
        await IgnoreAsync("run/");
        Add("run/pid", "1");
        using (var made = System.Diagnostics.Process.Start("mkfifo", [Path.Combine(Repository.Path, "run/pipe")]))
        {
            await made.WaitForExitAsync(Cancel);
        }

        await CreateAsync();

        var (plan, outcome) = await CopyAsync("run/");

        Assert.Equal("run/pipe", Assert.Single(plan.Skipped).Path);
        Assert.Equal(1, outcome.Files);
    }

    [Fact]
    public async Task More_than_the_limit_is_left_out_whole_and_told()
    {
        await IgnoreAsync("big/", "many/", ".env");
        Add("big/blob", new string('x', 2_000));
        for (var number = 0; number < 20; number++)
        {
            Add($"many/{number}", "x");
        }

        Add(".env", "small");
        var planner = new CopyPlanner(new GitProgram("git", Repository.Environment, TimeProvider.System), new CopyLimits(10, 1_000));

        var plan = await planner.PlanAsync(Repository.Path, ["*"], Cancel);

        Assert.Equal([".env"], plan.Entries.Select(entry => entry.Path));
        Assert.Equal(["big/", "many/"], plan.Skipped.Select(skipped => skipped.Path).Order());
    }

    [Fact]
    public async Task The_preview_tells_the_same_and_copies_nothing()
    {
        await IgnoreAsync(".env", "cache/");
        Add(".env", "KEY=1");
        Add("cache/a", "12345");
        Add("cache/b/c", "123");

        var preview = await Git.CopyPlanner.PreviewAsync(Repository.Path, ["# comment", "", ".env", "cache/"], Cancel);

        Assert.Equal([(".env", 1, 5L), ("cache/", 2, 8L)], preview.Entries.Select(entry => (entry.Path, entry.Files, entry.Bytes)).Order());
        Assert.Equal((3, 13L), (preview.Files, preview.Bytes));
        Assert.Empty((await Git.CopyPlanner.PreviewAsync(Repository.Path, [], Cancel)).Entries);
    }

    private string In(string path) => Path.Combine(Worktree, path);

    private async Task IgnoreAsync(params string[] patterns)
    {
        Repository.Write(".gitignore", string.Join('\n', patterns) + "\n");
        await Repository.CommitAsync("ignore", Cancel);
    }

    private string Add(string path, string text)
    {
        var file = Path.Combine(Repository.Path, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    private void Link(string path, string target)
    {
        var file = Path.Combine(Repository.Path, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.CreateSymbolicLink(file, target);
    }

    private async Task<(CopyPlan Plan, CopyOutcome Outcome)> CopyAsync(params string[] patterns)
    {
        var plan = await Git.CopyPlanner.PlanAsync(Repository.Path, patterns, Cancel);
        plan = await Git.CopyPlanner.WithoutUnignoredAsync(plan, Worktree, Cancel);
        return (plan, await CopyIgnoredFiles.RunAsync(plan, Repository.Path, Worktree, Cancel));
    }
}
