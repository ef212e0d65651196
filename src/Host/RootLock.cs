using System.Globalization;
using System.Text.Json;
using Homeport.Platform.Files;
using Homeport.Platform.Processes;
using Homeport.Protocol;

namespace Homeport.Host;

/// <summary>Makes a second host on the same data folder impossible.</summary>
internal static class RootLock
{
    /// <summary>A process that was killed a moment ago may take that long to be gone with its locks.</summary>
    private static readonly TimeSpan DyingPatience = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    /// <exception cref="HostStartException">Another host has it, or the folder is not safe.</exception>
    public static async Task<FileLock> TakeAsync(string root, TimeProvider time, CancellationToken cancellationToken)
    {
        PrivateDirectory.Ensure(root);
        var path = Path.Combine(root, HostApplication.LockFile);
        var start = time.GetTimestamp();
        while (true)
        {
            if (FileLock.TryAcquire(path, out var held, out var holder))
            {
                return held;
            }

            if ((holder is { } pid && ProcessIdentity.Of(pid) is not null) || time.GetElapsedTime(start) > DyingPatience)
            {
                throw new HostStartException(HostStartException.InUse, Describe(root, holder));
            }

            await Task.Delay(LookEvery, time, cancellationToken);
        }
    }

    private static string Describe(string root, int? holder)
    {
        var who = holder is { } pid ? string.Create(CultureInfo.InvariantCulture, $"process {pid}") : "another process";
        return Port(root) is { } port
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"Homeport runs on {root} already: {who}, at http://127.0.0.1:{port}. Use it with 'homeport open', or end it with 'homeport stop'.")
            : $"Homeport runs on {root} already: {who}, which is starting or stopping. Try again in a moment.";
    }

    private static int? Port(string root)
    {
        try
        {
            var path = Path.Combine(root, HostApplication.PidFile);
            return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), ProtocolJson.Default.PidFile)?.Port : null;
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            return null;
        }
    }
}
