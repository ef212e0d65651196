using Homeport.Protocol;
using Homeport.Protocol.Reviews;
using Homeport.Testing.Git;

namespace Homeport.Worker.Tests.Git;

public sealed class ChangeTests : GitTest
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Repository.Write("long.txt", string.Concat(Enumerable.Range(1, 60).Select(line => $"line {line}\n")));
        Repository.Write("run.sh", "#!/bin/sh\necho hi\n");
        Repository.Write("gone.txt", "soon gone\n");
        Repository.Write(".gitignore", "ignored/\n*.log\n");
        await Repository.CommitAsync("more", Cancel);
        await CreateAsync();
    }

    [Fact]
    public async Task A_fresh_worktree_has_no_changes()
    {
        var changes = await ChangesAsync();

        Assert.Empty(changes.Files);
        Assert.False(changes.HasUncommitted);
        Assert.Equal(Base, changes.HeadCommit);
    }

    [Fact]
    public async Task Committed_uncommitted_and_untracked_changes_are_one_list_in_path_order()
    {
        Write("src/app.txt", "one\n2\nthree\n");
        var head = await CommitInWorktreeAsync("change");
        Write("README.md", "# App\n\nMore.\n");
        Write("new dir/ü \"quoted\"\nname.txt", "hello\n");
        File.Delete(Path.Combine(Worktree, "gone.txt"));

        var changes = await ChangesAsync();

        Assert.Equal(head, changes.HeadCommit);
        Assert.True(changes.HasUncommitted);
        Assert.Equal(["README.md", "gone.txt", "new dir/ü \"quoted\"\nname.txt", "src/app.txt"], changes.Files.Select(file => file.Path));
        Assert.Equal(
            [ChangeStatus.Modified, ChangeStatus.Deleted, ChangeStatus.Untracked, ChangeStatus.Modified], changes.Files.Select(file => file.Status));
        Assert.Equal([(2, 0), (0, 1), (1, 0), (1, 1)], changes.Files.Select(file => (file.Added, file.Removed)));
        Assert.Equal([true, true, true, false], changes.Files.Select(file => file.Uncommitted));
        Assert.Null(changes.Files[1].BlobHash);
        Assert.Equal(await InWorktreeAsync("hash-object", "README.md"), changes.Files[0].BlobHash);
    }

    [Fact]
    public async Task The_working_scope_shows_only_what_is_not_committed()
    {
        Write("src/app.txt", "one\n2\nthree\n");
        await CommitInWorktreeAsync("change");
        Write("README.md", "other\n");

        var changes = await ChangesAsync(DiffScope.Working);

        Assert.Equal("README.md", Assert.Single(changes.Files).Path);
    }

    [Fact]
    public async Task Renames_copies_modes_links_and_types_are_told_apart()
    {
        File.Move(Path.Combine(Worktree, "long.txt"), Path.Combine(Worktree, "moved.txt"));
        File.AppendAllText(Path.Combine(Worktree, "moved.txt"), "one more\n");
        Write("src/copy.txt", Read("src/app.txt"));
        Write("src/app.txt", Read("src/app.txt") + "four\n");
        MakeExecutable(Path.Combine(Worktree, "run.sh"));
        File.Delete(Path.Combine(Worktree, "gone.txt"));
        File.CreateSymbolicLink(Path.Combine(Worktree, "gone.txt"), "README.md");
        File.CreateSymbolicLink(Path.Combine(Worktree, "link"), "README.md");
        await CommitInWorktreeAsync("all of it");

        var files = (await ChangesAsync()).Files.ToDictionary(file => file.Path);

        Assert.Equal((ChangeStatus.Renamed, "long.txt"), (files["moved.txt"].Status, files["moved.txt"].OldPath));
        Assert.Equal((1, 0), (files["moved.txt"].Added, files["moved.txt"].Removed));
        Assert.Equal((ChangeStatus.Copied, "src/app.txt"), (files["src/copy.txt"].Status, files["src/copy.txt"].OldPath));
        Assert.Equal((ChangeStatus.ModeChanged, "100644", "100755"), (files["run.sh"].Status, files["run.sh"].OldMode, files["run.sh"].NewMode));
        Assert.Equal((ChangeStatus.TypeChanged, "120000"), (files["gone.txt"].Status, files["gone.txt"].NewMode));
        Assert.Equal((ChangeStatus.Added, "120000"), (files["link"].Status, files["link"].NewMode));
        Assert.Equal(6, files.Count);
    }

    [Fact]
    public async Task An_untracked_file_can_be_the_new_name_of_a_tracked_one()
    {
        File.Move(Path.Combine(Worktree, "long.txt"), Path.Combine(Worktree, "moved.txt"));

        var file = Assert.Single((await ChangesAsync()).Files);

        Assert.Equal((ChangeStatus.Renamed, "long.txt", true), (file.Status, file.OldPath, file.Uncommitted));
    }

    [Fact]
    public async Task Binary_empty_and_ignored_files_are_counted_right()
    {
        File.WriteAllBytes(Path.Combine(Worktree, "picture.bin"), [0, 1, 2, 3, 0]);
        Write("empty", "");
        Write("crlf.txt", "a\r\nb\r\n");
        Write("noend.txt", "a\nb");
        Write("ignored/x", "x");
        Write("a.log", "x");

        var files = (await ChangesAsync()).Files;

        Assert.Equal(["crlf.txt", "empty", "noend.txt", "picture.bin"], files.Select(file => file.Path));
        Assert.Equal([2, 0, 2, 0], files.Select(file => file.Added));
        Assert.Equal([false, false, false, true], files.Select(file => file.Binary));
        var diff = await DiffAsync("picture.bin");
        Assert.Equal((null, 5L), (diff.OldSize, diff.NewSize));
        Assert.Empty(diff.Hunks);
    }

    [Fact]
    public async Task A_submodule_that_moved_shows_as_its_pointer()
    {
        using var other = await TestRepository.CreateAsync(Cancel, "library");
        await InWorktreeAsync("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", other.Path, "lib");
        await CommitInWorktreeAsync("add a submodule");
        var inLibrary = Path.Combine(Worktree, "lib");
        await Repository.GitAsync(inLibrary, ["-c", "user.name=A", "-c", "user.email=a@b", "commit", "--quiet", "--allow-empty", "-m", "x"], Cancel);

        var working = Assert.Single((await ChangesAsync(DiffScope.Working)).Files);

        Assert.Equal((ChangeStatus.Submodule, "lib", "160000"), (working.Status, working.Path, working.NewMode));
        Assert.Equal(await Repository.GitAsync(inLibrary, ["rev-parse", "HEAD"], Cancel), working.BlobHash);
        Assert.Contains("Subproject commit", (await DiffAsync("lib", DiffScope.Working)).Hunks[0].Lines[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Conflicted_files_are_marked_until_they_are_resolved()
    {
        Write("src/app.txt", "one\nmine\nthree\n");
        await CommitInWorktreeAsync("mine");
        await InWorktreeAsync("checkout", "--quiet", "-b", "other", Base);
        Write("src/app.txt", "one\ntheirs\nthree\n");
        await CommitInWorktreeAsync("theirs");
        await InWorktreeAsync("checkout", "--quiet", Branch);
        await Assert.ThrowsAsync<InvalidOperationException>(() => InWorktreeAsync("merge", "other"));

        Assert.Equal(ChangeStatus.Conflicted, Assert.Single((await ChangesAsync()).Files).Status);
        var refused = await RefusedAsync(ErrorCodes.MergeConflict, () => MergeAsync(Protocol.Tasks.MergeStrategy.Merge));
        Assert.Equal(["src/app.txt"], refused.Facts!["files"]);
    }

    [Fact]
    public async Task Names_that_are_no_utf8_do_not_break_the_list()
    {
        var script = Path.Combine(Worktree, "make.sh");
        File.WriteAllText(script, "printf 'x\\n' > \"$(printf 'bad\\377name')\"\n");
        using (var shell = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo("sh", [script]) { WorkingDirectory = Worktree })!)
        {
            await shell.WaitForExitAsync(Cancel);
        }

        File.Delete(script);

        var file = Assert.Single((await ChangesAsync()).Files);

        Assert.Equal(("bad\uFFFDname", 1), (file.Path, file.Added));
        Assert.Equal(1, (await SnapshotAsync()).Number);
    }

    [Fact]
    public async Task Looking_at_changes_writes_nothing_into_the_repository()
    {
        Write("README.md", "# Other\n");
        Write("new.txt", "new\n");
        var before = Stand();

        await ChangesAsync();
        await DiffAsync("new.txt");

        Assert.Equal(before, Stand());
    }

    [Fact]
    public async Task Every_edit_shows_at_once_and_a_repeated_question_gets_the_same_answer()
    {
        for (var round = 0; round < 5; round++)
        {
            Write("README.md", $"# {round}\n"); // same size each time
            var expected = await InWorktreeAsync("hash-object", "README.md");

            Assert.Equal(expected, Assert.Single((await ChangesAsync()).Files).BlobHash);
            Assert.Equal(expected, Assert.Single((await ChangesAsync()).Files).BlobHash);
        }

        File.Delete(Path.Combine(Worktree, "README.md"));
        Assert.Equal(ChangeStatus.Deleted, Assert.Single((await ChangesAsync()).Files).Status);
        await InWorktreeAsync("checkout", "--", "README.md");
        Assert.Empty((await ChangesAsync()).Files);
        Write("a.log", "ignored\n");
        await InWorktreeAsync("add", "--force", "a.log");
        Assert.Equal("a.log", Assert.Single((await ChangesAsync()).Files).Path);
    }

    [Fact]
    public async Task A_repeated_question_starts_no_git_until_something_changes()
    {
        var log = Path.Combine(Repository.Folder, "log");
        var counted = TestRepository.WriteIn(Repository.Folder, "counted-git", $"#!/bin/sh\necho run >> '{log}'\nexec git \"$@\"\n");
        MakeExecutable(counted);
        Git = new Worker.Git.GitUseCases(counted, Repository.Environment, Repository.Data, [Repository.Folder], TimeProvider.System);
        Write("README.md", "# New\n");
        Age(new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var first = await ChangesAsync();
        var runs = File.ReadAllLines(log).Length;

        Assert.Equal(first.Files, (await ChangesAsync()).Files);
        Assert.Equal(runs, File.ReadAllLines(log).Length);

        Write("README.md", "# Old\n"); // the same size, and by its time older than before
        Age(new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.NotEqual(first.Files[0].BlobHash, (await ChangesAsync()).Files[0].BlobHash);
    }

    [Fact]
    public async Task A_base_commit_that_is_gone_is_said_clearly()
    {
        var gone = new string('1', 40);

        var refused = await RefusedAsync(ErrorCodes.NotFound, () => Git.GetChanges.RunAsync(
            new() { TaskId = Task, WorktreePath = Worktree, BaseCommit = gone, Scope = DiffScope.All }, Cancel));

        Assert.Contains("111111111111", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worktree_that_is_gone_is_said_clearly()
    {
        Directory.Delete(Worktree, recursive: true);

        await RefusedAsync(ErrorCodes.NotFound, () => ChangesAsync());
    }

    [Fact]
    public async Task A_turn_is_what_lies_between_its_snapshots()
    {
        Write("before.txt", "x\n");
        var before = await SnapshotAsync();
        Write("during.txt", "y\n");
        var after = await SnapshotAsync();
        Write("later.txt", "z\n");

        Assert.Equal(["during.txt"], (await ChangesAsync(DiffScope.Turn, before.Number, after.Number)).Files.Select(file => file.Path));
        Assert.Equal(["during.txt", "later.txt"], (await ChangesAsync(DiffScope.Turn, before.Number)).Files.Select(file => file.Path));
        await RefusedAsync(ErrorCodes.NotFound, () => ChangesAsync(DiffScope.Turn, 99, 100));
    }

    private void Age(DateTime changedAt)
    {
        foreach (var entry in Directory.EnumerateFileSystemEntries(Worktree, "*", SearchOption.AllDirectories).Append(Worktree))
        {
            File.SetLastWriteTimeUtc(entry, changedAt);
        }
    }

    /// <summary>Every file of the repository's git folder with its size and time; of objects, which git only touches, the size.</summary>
    private string Stand() => string.Join('\n', Directory.EnumerateFiles(Path.Combine(Repository.Path, ".git"), "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(file => file.Contains("/objects/", StringComparison.Ordinal) ? $"{file} {new FileInfo(file).Length}" : $"{file} {File.GetLastWriteTimeUtc(file):O}"));
}
