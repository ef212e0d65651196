using Homeport.Protocol.Fleet;
using Homeport.Worker.Disk;
using Homeport.Worker.Git;
using Homeport.Worker.Tests.Git;
using Homeport.Worker.Worktrees;

namespace Homeport.Worker.Tests.Disk;

/// <summary>What takes room in a real data folder, and what may be removed for good.</summary>
public sealed class DiskTests : GitTest
{
    private DiskMeasure _measure = null!;
    private DeleteParts _delete = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var root = new WorktreeRoot(Repository.Data);
        _measure = new DiskMeasure(new DiskSurvey(root), new GitProgram("git", Repository.Environment, TimeProvider.System), root.Path, TimeProvider.System);
        _delete = new DeleteParts(_measure, new FolderMove(Repository.Environment, TimeProvider.System));
    }

    public override async ValueTask DisposeAsync()
    {
        await _measure.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task Everything_in_the_data_folder_is_told_once_and_by_whose_it_is()
    {
        await CreateAsync();
        Write("large.bin", new string('x', 300_000));
        WriteData("logs/host.log", "now");
        WriteData("logs/host.log.1", "before");
        WriteData("homeport.db", "rows");
        WriteData("homeport.db-wal", "more rows");
        WriteData("repositories/cloned/file", "cloned");
        WriteData("worker/w1/journals/s1", "entries");
        WriteData("something/else", "else");
        await SnapshotAsync();

        var disk = await MeasureAsync();

        var worktree = Assert.Single(disk.Parts, part => part.Kind == DiskPartKind.Worktree);
        Assert.Equal((Worktree, Task, Repository.Path, Branch), (worktree.Path, worktree.TaskId, worktree.RepositoryPath, worktree.Branch));
        Assert.InRange(worktree.Bytes, 300_000, 600_000);
        Assert.Null(worktree.Oddity);
        Assert.Equal(
            [DiskPartKind.Worktree, DiskPartKind.Clone, DiskPartKind.Journal, DiskPartKind.Log, DiskPartKind.Database, DiskPartKind.Leftover],
            disk.Parts.Select(part => part.Kind).Where(kind => kind != DiskPartKind.Other).Distinct().OrderBy(kind => kind));
        Assert.Equal(2, disk.Parts.Count(part => part.Kind == DiskPartKind.Database));
        Assert.EndsWith("host.log.1", Assert.Single(disk.Parts, part => part.Kind == DiskPartKind.Leftover).Path, StringComparison.Ordinal);
        Assert.Equal(disk.Parts.Count, disk.Parts.Select(part => part.Path).Distinct().Count());
        Assert.Equal(1, disk.Snapshots);
        Assert.False(disk.Measuring);
        Assert.InRange(disk.Space.FreeBytes, 1, disk.Space.TotalBytes);
    }

    [Fact]
    public async Task Without_waiting_the_last_result_is_given_and_a_new_one_is_made_when_asked()
    {
        await CreateAsync();
        var first = await _measure.RunAsync(new MeasureDiskRequest { Repositories = [] }, Cancel);
        Assert.True(first.MeasuredAt is null || first.Parts.Count > 0);
        var known = await MeasureAsync();
        Write("later.bin", new string('x', 500_000));

        var cached = await _measure.RunAsync(new MeasureDiskRequest { Repositories = [] }, Cancel);
        var fresh = await MeasureAsync();

        Assert.Equal(known.MeasuredAt, cached.MeasuredAt);
        Assert.True(SizeOf(fresh) > SizeOf(cached) + 400_000);
    }

    [Fact]
    public async Task A_folder_that_is_no_worktree_of_ours_is_told_as_odd()
    {
        await CreateAsync();
        await Repository.GitAsync(["worktree", "add", "--quiet", "--detach", Path.Combine(Repository.Data, "worktrees", "app", "theirs")], Cancel);
        WriteData("worktrees/app/broken/.git", "gitdir: /not/mounted/.git/worktrees/broken");
        Directory.CreateSymbolicLink(Path.Combine(Repository.Data, "worktrees", "app", "link"), "/");

        var disk = await MeasureAsync();

        var odd = disk.Parts.Where(part => part.Oddity is not null).ToDictionary(part => Path.GetFileName(part.Path)!, part => part.Oddity);
        Assert.Equal(["broken", "theirs"], odd.Keys.Order());
        Assert.Contains("cannot be found", odd["broken"], StringComparison.Ordinal);
        Assert.Contains("no marker", odd["theirs"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_lies_in_the_trash_is_told_with_its_origin_and_removed_for_good()
    {
        await CreateAsync();
        var trashId = (await RemoveAsync()).TrashId!;
        var part = Assert.Single((await MeasureAsync()).Parts, part => part.Kind == DiskPartKind.Trash);
        Assert.Equal((Task, Worktree, Repository.Path, Branch), (part.TaskId, part.Origin, part.RepositoryPath, part.Branch));
        Assert.Equal(trashId, Path.GetFileName(part.Path));

        var deleted = await DeleteAsync(part.Path, part.Fingerprint);

        Assert.Null(deleted.Refused);
        Assert.Equal(part.Bytes, deleted.Bytes);
        Assert.False(Directory.Exists(part.Path));
    }

    [Fact]
    public async Task What_changed_since_it_was_shown_is_not_removed()
    {
        await CreateAsync();
        await RemoveAsync();
        var part = Assert.Single((await MeasureAsync()).Parts, part => part.Kind == DiskPartKind.Trash);
        await File.WriteAllTextAsync(Path.Combine(part.Path, "worktree", "saved.txt"), "by hand", Cancel);

        var deleted = await DeleteAsync(part.Path, part.Fingerprint);

        Assert.Contains("changed", deleted.Refused, StringComparison.Ordinal);
        Assert.True(Directory.Exists(part.Path));
    }

    [Theory]
    [InlineData("worktrees/app/k3f9")]
    [InlineData("worktrees/app")]
    [InlineData("worktrees")]
    [InlineData("homeport.db")]
    [InlineData("logs/host.log")]
    [InlineData("trash")]
    [InlineData("trash/../homeport.db")]
    [InlineData("trash/link")]
    [InlineData("trash/theirs")]
    [InlineData("../app")]
    public async Task Nothing_else_is_ever_removed_for_good(string path)
    {
        await CreateAsync();
        WriteData("homeport.db", "rows");
        WriteData("logs/host.log", "now");
        WriteData("trash/theirs/file", "somebody's");
        Directory.CreateSymbolicLink(Path.Combine(Repository.Data, "trash", "link"), Repository.Path);
        var full = Path.Combine(Repository.Data, path);

        var deleted = await DeleteAsync(full, null);

        Assert.NotNull(deleted.Refused);
        Assert.Equal(0, deleted.Bytes);
        Assert.True(Path.Exists(full));
    }

    private static long SizeOf(MeasureDiskResponse disk) => disk.Parts.Sum(part => part.Bytes);

    private Task<MeasureDiskResponse> MeasureAsync() =>
        _measure.RunAsync(new MeasureDiskRequest { Wait = true, Repositories = [Repository.Path, "/not/there"] }, Cancel);

    private async Task<DeletedPart> DeleteAsync(string path, string? fingerprint) => Assert.Single(
        (await _delete.RunAsync(new DeletePartsRequest { Parts = [new PartToDelete(path, fingerprint)] }, Cancel)).Parts);

    private void WriteData(string path, string text)
    {
        var file = Path.Combine(Repository.Data, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
