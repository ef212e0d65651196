using Homeport.Protocol;
using Homeport.Protocol.Reviews;

namespace Homeport.Worker.Tests.Git;

public sealed class FileDiffTests : GitTest
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Repository.Write("long.txt", string.Concat(Enumerable.Range(1, 60).Select(line => $"line {line}\n")));
        await Repository.CommitAsync("more", Cancel);
        await CreateAsync();
    }

    [Fact]
    public async Task Hunks_carry_the_line_numbers_of_both_sides()
    {
        Write("long.txt", Read("long.txt").Replace("line 10\n", "line ten\n", StringComparison.Ordinal).Replace("line 50\n", "", StringComparison.Ordinal));

        var diff = await DiffAsync("long.txt", context: 1);

        Assert.Equal(2, diff.Hunks.Count);
        Assert.Equal((9, 3, 9, 3), (diff.Hunks[0].OldStart, diff.Hunks[0].OldLines, diff.Hunks[0].NewStart, diff.Hunks[0].NewLines));
        Assert.Equal(
            [
                new DiffLine { Kind = DiffLineKind.Context, Text = "line 9", OldLine = 9, NewLine = 9 },
                new DiffLine { Kind = DiffLineKind.Removed, Text = "line 10", OldLine = 10 },
                new DiffLine { Kind = DiffLineKind.Added, Text = "line ten", NewLine = 10 },
                new DiffLine { Kind = DiffLineKind.Context, Text = "line 11", OldLine = 11, NewLine = 11 },
            ],
            diff.Hunks[0].Lines);
        Assert.Equal((50, null), (diff.Hunks[1].Lines[1].OldLine, diff.Hunks[1].Lines[1].NewLine));
        Assert.False(diff.Truncated);
        Assert.Single((await DiffAsync("long.txt", context: 100)).Hunks);
    }

    [Fact]
    public async Task Untracked_files_are_all_added()
    {
        Write("new.txt", "a\nb\n");

        var hunk = Assert.Single((await DiffAsync("new.txt")).Hunks);

        Assert.Equal((0, 0, 1, 2), (hunk.OldStart, hunk.OldLines, hunk.NewStart, hunk.NewLines));
        Assert.All(hunk.Lines, line => Assert.Equal(DiffLineKind.Added, line.Kind));
    }

    [Fact]
    public async Task A_renamed_file_is_compared_with_its_old_name()
    {
        await InWorktreeAsync("mv", "long.txt", "moved.txt");
        Write("moved.txt", Read("moved.txt") + "last\n");

        var diff = await DiffAsync("moved.txt");

        Assert.Equal("long.txt", diff.File.OldPath);
        Assert.Equal("last", Assert.Single(Assert.Single(diff.Hunks).Lines, line => line.Kind != DiffLineKind.Context).Text);
    }

    [Fact]
    public async Task A_copy_is_compared_with_its_source_although_the_source_changed_too()
    {
        Write("z-copy.txt", Read("long.txt") + "copied\n");
        Write("long.txt", "first\n" + Read("long.txt"));

        Assert.Equal("copied", Assert.Single((await DiffAsync("z-copy.txt")).Hunks[0].Lines, line => line.Kind != DiffLineKind.Context).Text);
        Assert.Equal("first", Assert.Single((await DiffAsync("long.txt")).Hunks[0].Lines, line => line.Kind != DiffLineKind.Context).Text);
    }

    [Fact]
    public async Task A_file_that_became_a_link_shows_both()
    {
        File.Delete(Path.Combine(Worktree, "long.txt"));
        File.CreateSymbolicLink(Path.Combine(Worktree, "long.txt"), "README.md");

        var diff = await DiffAsync("long.txt");

        Assert.Equal(ChangeStatus.TypeChanged, diff.File.Status);
        Assert.Equal(60, diff.Hunks[0].Lines.Count);
        Assert.Equal(("README.md", true), (diff.Hunks[1].Lines[0].Text, diff.Hunks[1].Lines[0].NoNewline));
    }

    [Fact]
    public async Task A_missing_line_break_at_the_end_is_marked()
    {
        Write("src/app.txt", "one\ntwo\nthree");

        var lines = (await DiffAsync("src/app.txt")).Hunks[0].Lines;

        Assert.Equal([false, false, false, true], lines.Select(line => line.NoNewline));
    }

    [Fact]
    public async Task Whitespace_can_be_left_out()
    {
        Write("src/app.txt", "one\n  two\nthree\n");

        Assert.Equal(1, (await DiffAsync("src/app.txt")).File.Added);
        Assert.Empty((await DiffAsync("src/app.txt", ignoreWhitespace: true)).Hunks);
    }

    [Fact]
    public async Task Content_that_looks_like_a_header_is_content()
    {
        Write("src/app.txt", "one\n-- a/x\n++ b/x\n@@ -1 +1 @@\ndiff --git a/x b/x\nthree\n");

        var hunk = Assert.Single((await DiffAsync("src/app.txt")).Hunks);

        Assert.Equal(["one", "two", "-- a/x", "++ b/x", "@@ -1 +1 @@", "diff --git a/x b/x", "three"], hunk.Lines.Select(line => line.Text));
    }

    [Fact]
    public async Task A_difference_that_is_too_long_is_cut()
    {
        Write("big.txt", string.Concat(Enumerable.Range(0, 25_000).Select(line => $"{line}\n")));
        Write("wide.txt", new string('x', 5 * 1024 * 1024) + "\n");

        var big = await DiffAsync("big.txt");
        var wide = await DiffAsync("wide.txt");

        Assert.True(big.Truncated);
        Assert.Equal(20_000, big.Hunks[0].Lines.Count);
        Assert.Equal(25_000, big.File.Added);
        Assert.True(wide.Truncated);
    }

    [Theory]
    [InlineData("../app/README.md"), InlineData("/etc/passwd"), InlineData(".git/config"), InlineData("src/../../x"), InlineData("")]
    public async Task A_path_outside_the_worktree_is_refused(string path) =>
        await RefusedAsync(ErrorCodes.PathNotAllowed, () => DiffAsync(path));

    [Fact]
    public async Task A_path_is_never_a_pattern_or_an_option()
    {
        Write("-x", "a\n");
        Write("*", "b\n");
        Write(":(top)y", "c\n");

        Assert.Equal("a", (await DiffAsync("-x")).Hunks[0].Lines[0].Text);
        Assert.Equal("b", Assert.Single((await DiffAsync("*")).Hunks).Lines[0].Text);
        Assert.Equal("c", (await DiffAsync(":(top)y")).Hunks[0].Lines[0].Text);
    }

    [Fact]
    public async Task An_edit_after_the_list_was_read_shows_in_the_diff()
    {
        Write("src/app.txt", "one\n2\nthree\n");
        await ChangesAsync();
        Write("src/app.txt", "one\n3\nthree\n");

        Assert.Contains((await DiffAsync("src/app.txt")).Hunks[0].Lines, line => line is { Kind: DiffLineKind.Added, Text: "3" });
    }

    [Fact]
    public async Task A_file_that_did_not_change_is_not_found() =>
        await RefusedAsync(ErrorCodes.NotFound, () => DiffAsync("README.md"));
}
