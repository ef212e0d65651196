using System.Globalization;
using System.Text.Json;
using Homeport.Platform.Files;
using Homeport.Protocol;

namespace Homeport.Host;

/// <summary>Makes a second host on the same data folder impossible.</summary>
internal static class RootLock
{
    /// <exception cref="HostStartException">Another host has it, or the folder is not safe.</exception>
    public static FileLock Take(string root)
    {
        PrivateDirectory.Ensure(root);
        return FileLock.TryAcquire(Path.Combine(root, HostApplication.LockFile), out var held, out var holder)
            ? held
            : throw new HostStartException(HostStartException.InUse, Describe(root, holder));
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
