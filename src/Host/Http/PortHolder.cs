using System.Globalization;

namespace Homeport.Host.Http;

/// <summary>Finds out who listens on a port, as far as the operating system lets us see.</summary>
internal static class PortHolder
{
    private const string Listening = "0A";

    private static readonly string[] Tables = ["/proc/net/tcp", "/proc/net/tcp6"];

    /// <returns>Such as <c>node (process 4711)</c>; null where it cannot be found out.</returns>
    public static string? Find(int port)
    {
        try
        {
            return Inodes(port) is { Count: > 0 } inodes ? FindOwner(inodes) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Lines such as <c>0: 0100007F:A5B8 00000000:0000 0A … inode</c>, numbers in hexadecimal.</summary>
    private static HashSet<string> Inodes(int port)
    {
        var wanted = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        var inodes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in Tables.Where(File.Exists))
        {
            foreach (var line in File.ReadLines(file).Skip(1))
            {
                var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (fields.Length > 9 && fields[3] == Listening && fields[1].EndsWith(wanted, StringComparison.Ordinal))
                {
                    inodes.Add($"socket:[{fields[9]}]");
                }
            }
        }

        return inodes;
    }

    private static string? FindOwner(HashSet<string> inodes)
    {
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            if (Holds(process, inodes))
            {
                var name = File.ReadAllText(Path.Combine(process, "comm")).Trim();
                return $"{name} (process {Path.GetFileName(process)})";
            }
        }

        return null;
    }

    private static bool Holds(string process, HashSet<string> inodes)
    {
        try
        {
            return Directory.GetFileSystemEntries(Path.Combine(process, "fd")).Any(link => inodes.Contains(Target(link)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false; // it ended meanwhile or belongs to somebody else
        }
    }

    /// <returns>Such as <c>socket:[4711]</c>; empty for a file that was closed meanwhile.</returns>
    private static string Target(string link)
    {
        try
        {
            return File.ResolveLinkTarget(link, returnFinalTarget: false)?.Name ?? "";
        }
        catch (IOException)
        {
            return "";
        }
    }
}
