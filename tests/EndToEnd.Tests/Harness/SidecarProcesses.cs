using System.Diagnostics;
using System.Globalization;
using System.Text;
using Homeport.Testing.Programs;

namespace Homeport.EndToEnd.Tests.Harness;

/// <summary>The workers that live beside a host, as the system sees them: by their command line.</summary>
internal static class SidecarProcesses
{
    private static readonly TimeSpan SignalLimit = TimeSpan.FromSeconds(10);

    /// <summary>Their process ids, oldest first.</summary>
    public static IReadOnlyList<int> Of(string root) =>
        [.. Directory.EnumerateDirectories("/proc").Select(IdOf).Where(id => id > 0 && IsWorker(id, root)).Order()];

    /// <summary>SIGKILL to each, as a crash would be, and nothing to their children.</summary>
    public static void Kill(string root)
    {
        foreach (var id in Of(root))
        {
            try
            {
                using var process = Process.GetProcessById(id);
                process.Kill();
            }
            catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
            {
                // it ended between finding and killing it
            }
        }
    }

    /// <summary>A signal by its name, such as <c>STOP</c>.</summary>
    public static async Task SignalAsync(int id, string signal, CancellationToken cancellationToken) =>
        (await ProgramRun.RunAsync("/bin/sh", ["-c", $"kill -{signal} {id}"], "/", environment: null, SignalLimit, cancellationToken))
            .MustSucceed($"kill -{signal} {id}");

    private static int IdOf(string entry) =>
        int.TryParse(Path.GetFileName(entry), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;

    private static bool IsWorker(int id, string root)
    {
        try
        {
            var words = Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{id}/cmdline")).Split('\0');
            return words.Contains("--sidecar") && words.Contains(root);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
