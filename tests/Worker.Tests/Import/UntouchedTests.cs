using System.Security.Cryptography;
using Homeport.Testing.Programs;

namespace Homeport.Worker.Tests.Import;

/// <summary>The agents' stores are read and never written.</summary>
public sealed class UntouchedTests : IAsyncDisposable
{
    private readonly PastHome _home = new PastHome().WithRecorded();

    public ValueTask DisposeAsync() => _home.DisposeAsync();

    [Fact]
    public async Task Everything_is_as_it_was_when_all_of_it_was_read()
    {
        var before = await PictureAsync();

        foreach (var file in _home.Find().Files)
        {
            Assert.True(_home.Digest(file.AgentType, file.Path).Messages > 0);
            Assert.NotEmpty((await _home.EventsAsync(file.AgentType, file.Path)).Items);
        }

        Assert.Equal(before, await PictureAsync());
    }

    [Fact]
    public void Of_a_database_only_a_copy_is_opened_and_nothing_of_it_is_left()
    {
        var open = Directory.EnumerateFileSystemEntries("/proc/self/fd").Count();
        Assert.Contains(_home.Find().Files, file => file.AgentType == "opencode");

        var opened = Directory.EnumerateFileSystemEntries("/proc/self/fd").Select(link => new FileInfo(link).LinkTarget ?? "").ToArray();
        Assert.DoesNotContain(opened, target => target.StartsWith(_home.Home, StringComparison.Ordinal));
        Assert.True(open > 0);
        var scratch = Path.Combine(Path.GetDirectoryName(_home.Home)!, "root", "import");
        Assert.Empty(Directory.EnumerateFileSystemEntries(scratch));
    }

    /// <summary>Names, kinds, rights, sizes, times of change of content and of the entry itself, and bytes. Times of reading are the system's own.</summary>
    private async Task<string> PictureAsync()
    {
        var entries = Directory.EnumerateFileSystemEntries(_home.Home, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray();
        var status = await ProgramRun.RunAsync(
            "stat", ["--format=%n %f %s %.Y %.Z %i %h", .. entries], _home.Home, environment: null, TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        status.MustSucceed("stat");
        return status.Output + string.Join('\n', entries.Where(File.Exists).Select(file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))));
    }
}
