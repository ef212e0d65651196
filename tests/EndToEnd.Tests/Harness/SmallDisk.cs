using System.Globalization;
using Homeport.Testing.Programs;

namespace Homeport.EndToEnd.Tests.Harness;

/// <summary>A disk of some megabytes at a folder, which can be full. Only root can make one. Disposing takes it away, also while it is in use.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private const int Block = 64 * 1024;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly string _path;

    private SmallDisk(string path) => _path = path;

    private string Ballast => Path.Combine(_path, "ballast");

    public static async Task<SmallDisk> MountAsync(string path, int megabytes, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(path);
        var size = string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m,mode=700");
        var mounted = await ProgramRun.RunAsync("mount", ["-t", "tmpfs", "-o", size, "tmpfs", path], "/", environment: null, Limit, cancellationToken);
        Assert.SkipWhen(mounted.ExitCode != 0, $"A small disk cannot be mounted here: {mounted.Errors.Trim()}");
        return new SmallDisk(path);
    }

    /// <summary>Not a byte is left.</summary>
    public void Fill()
    {
        using var file = new FileStream(Ballast, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var block = Block; block > 0;)
        {
            try
            {
                file.Write(new byte[block]);
            }
            catch (IOException)
            {
                block /= 2;
            }
        }
    }

    public void Free() => File.Delete(Ballast);

    public async ValueTask DisposeAsync() =>
        (await ProgramRun.RunAsync("umount", ["--lazy", _path], "/", environment: null, Limit, CancellationToken.None)).MustSucceed($"umount {_path}");
}
