using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Homeport.EndToEnd.Tests.Harness;

/// <summary>Processes that a test should have ended: those whose environment, command line or folder names the test's own folder.</summary>
internal static class Leftovers
{
    /// <summary>Descriptions such as <c>4711 claude --print …</c>. A dead process that waits for its parent is no leftover.</summary>
    public static IReadOnlyList<string> Find(string folder) => [.. Processes(folder).Select(found => found.Description)];

    /// <summary>Waits until none is left, since children of a killed host need a moment; then kills and names those that stay.</summary>
    public static async Task<IReadOnlyList<string>> SweepAsync(string folder, TimeSpan patience, CancellationToken cancellationToken)
    {
        var deadline = TimeProvider.System.GetUtcNow() + patience;
        while (Find(folder).Count > 0 && TimeProvider.System.GetUtcNow() < deadline)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken); // nothing signals the end of a stranger
        }

        var left = Processes(folder).ToList();
        foreach (var (id, _) in left)
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

        return [.. left.Select(found => found.Description)];
    }

    private static IEnumerable<(int Id, string Description)> Processes(string folder)
    {
        foreach (var entry in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(entry), NumberStyles.None, CultureInfo.InvariantCulture, out var id) || id == Environment.ProcessId)
            {
                continue;
            }

            string command;
            bool ours;
            try
            {
                command = Read(entry, "cmdline");
                ours = command.Length > 0 && // a zombie has none
                    (Names(command, folder) || Names(Read(entry, "environ"), folder) ||
                     File.ResolveLinkTarget(Path.Combine(entry, "cwd"), returnFinalTarget: false)?.FullName is { } cwd && Names(cwd, folder));
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                continue; // it ended just now, or belongs to somebody else
            }

            if (ours)
            {
                yield return (id, $"{id} {command.Trim()}");
            }
        }
    }

    private static string Read(string entry, string file) =>
        Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(entry, file))).Replace('\0', ' ');

    private static bool Names(string text, string folder) => text.Contains(folder, StringComparison.Ordinal);
}
