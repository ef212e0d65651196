using Homeport.Platform.Files;
using Homeport.Platform.Tests.Processes;

namespace Homeport.Platform.Tests.Files;

public sealed class RotatedFileTests
{
    [Fact]
    public async Task Lines_are_appended_to_what_is_there_by_one_who_may_read_them_alone()
    {
        using var folder = new TemporaryFolder();
        await WriteAsync(folder["it.log"], RotationLimits.Default, "one", "zwölf €");
        await WriteAsync(folder["it.log"], RotationLimits.Default, new string('x', 5000));

        Assert.Equal(["one", "zwölf €", new string('x', 5000)], File.ReadAllLines(folder["it.log"]));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder["it.log"]));
    }

    [Fact]
    public async Task Only_so_many_files_of_that_size_stay_and_the_newest_lines_are_in_them()
    {
        using var folder = new TemporaryFolder();
        var limits = new RotationLimits { FileBytes = 200, Files = 3 };
        for (var i = 0; i < 50; i++)
        {
            await WriteAsync(folder["it.log"], limits, $"line {i} {new string('.', 20)}");
        }

        var files = Directory.GetFiles(folder.Path).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(["it.log", "it.log.1", "it.log.2"], files.Select(Path.GetFileName));
        Assert.All(files, file => Assert.InRange(new FileInfo(file).Length, 1, 200));
        var lines = File.ReadAllLines(folder["it.log.2"]).Concat(File.ReadAllLines(folder["it.log.1"])).Concat(File.ReadAllLines(folder["it.log"])).ToList();
        Assert.Equal(Enumerable.Range(50 - lines.Count, lines.Count).Select(i => $"line {i} {new string('.', 20)}"), lines);
    }

    [Fact]
    public async Task What_does_not_fit_into_memory_is_counted_and_told()
    {
        using var folder = new TemporaryFolder();
        await using var file = new RotatedFile(folder["it.log"], new RotationLimits { WaitingBytes = 50 }, TimeProvider.System);

        file.Write(new string('x', 60));
        file.Write(new string('x', 60));
        Assert.Equal(2, file.Lost);
        file.Write("short");
        await file.DisposeAsync();

        Assert.Equal(["2 lines were lost because the disk was too slow or full", "short"], File.ReadAllLines(folder["it.log"]));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_ends_nobody()
    {
        using var folder = new TemporaryFolder();
        await WriteAsync(folder["missing/it.log"], RotationLimits.Default, "one", "two");

        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    private static async Task WriteAsync(string path, RotationLimits limits, params string[] lines)
    {
        await using var file = new RotatedFile(path, limits, TimeProvider.System);
        foreach (var line in lines)
        {
            file.Write(line);
        }

        await file.DisposeAsync().AsTask().WaitAsync(Start.Patience, Start.Cancellation);
    }
}
