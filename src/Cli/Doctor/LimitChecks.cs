using System.Globalization;
using Homeport.Protocol.Backend;

namespace Homeport.Cli.Doctor;

/// <summary>What the operating system grants: open files, watches, ports. Read from <c>/proc</c>.</summary>
/// <param name="port">The port that Homeport takes.</param>
internal sealed class LimitChecks(int port)
{
    private const long FewFiles = 4096;
    private const long FewWatches = 65_536;
    private const long FewInstances = 128;

    public IReadOnlyList<DiagnosticCheck> Run() => [OpenFiles(), Watches(), EphemeralPort()];

    /// <summary>A line such as <c>Max open files            1024                 1048576              files</c>.</summary>
    private static DiagnosticCheck OpenFiles()
    {
        var line = ReadLines("self/limits").FirstOrDefault(line => line.StartsWith("Max open files", StringComparison.Ordinal));
        var fields = line?["Max open files".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (fields.Length < 2)
        {
            return Finding.Ok("open files", "The limit cannot be read on this system.");
        }

        var most = fields[1] == "unlimited" ? long.MaxValue : long.Parse(fields[1], CultureInfo.InvariantCulture);
        return most >= FewFiles
            ? Finding.Ok("open files", most == long.MaxValue ? "A process may open any number of files." : string.Create(CultureInfo.InvariantCulture, $"A process may open {most} files."))
            : Finding.Warning(
                "open files", string.Create(CultureInfo.InvariantCulture, $"A process may open only {most} files."),
                "Each agent, terminal and browser tab takes some; when none is left, new ones cannot start.",
                "ulimit -Hn 65536   (for good: a 'nofile' line in /etc/security/limits.conf, or LimitNOFILE= in the service unit)");
    }

    private static DiagnosticCheck Watches()
    {
        var watches = ReadNumber("sys/fs/inotify/max_user_watches");
        var instances = ReadNumber("sys/fs/inotify/max_user_instances");
        return watches is >= FewWatches or null && instances is >= FewInstances or null
            ? Finding.Ok("file watches", watches is null ? "The limits cannot be read on this system." : string.Create(CultureInfo.InvariantCulture, $"{watches} watches in {instances} instances are allowed."))
            : Finding.Warning(
                "file watches", string.Create(CultureInfo.InvariantCulture, $"Only {watches} watches in {instances} instances are allowed."),
                "Development servers and test watchers of several tasks watch many files at once, and fail or miss changes when the limit is reached.",
                "sudo sysctl fs.inotify.max_user_watches=524288 fs.inotify.max_user_instances=512   (for good: the same in /etc/sysctl.d/homeport.conf)");
    }

    /// <summary>Any program's outgoing connection may be given a port of this range, also ours while Homeport does not run.</summary>
    private DiagnosticCheck EphemeralPort()
    {
        if (ReadLines("sys/net/ipv4/ip_local_port_range") is not [var range, ..]
            || range.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries) is not [var first, var last]
            || port == 0 || port < int.Parse(first, CultureInfo.InvariantCulture) || port > int.Parse(last, CultureInfo.InvariantCulture)
            || IsReserved())
        {
            return Finding.Ok("port range", port == 0
                ? "Any free port is taken."
                : string.Create(CultureInfo.InvariantCulture, $"No outgoing connection is ever given port {port}."));
        }

        return Finding.Warning(
            "port range", string.Create(CultureInfo.InvariantCulture, $"Port {port} lies in the range of outgoing connections ({first} to {last})."),
            "While Homeport does not run, another program's connection may hold the port for a while, and a start then fails or waits.",
            string.Create(CultureInfo.InvariantCulture, $"sudo sysctl net.ipv4.ip_local_reserved_ports={port}   (for good: the same in /etc/sysctl.d/homeport.conf), or choose a lower one with --port"));
    }

    /// <summary>A line such as <c>8080,42000-42999</c>.</summary>
    private bool IsReserved() => ReadLines("sys/net/ipv4/ip_local_reserved_ports") is [var line, ..]
        && line.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(part => part.Split('-')).Any(part =>
            int.TryParse(part[0], NumberStyles.None, CultureInfo.InvariantCulture, out var from)
            && int.TryParse(part[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var to) && port >= from && port <= to);

    private static long? ReadNumber(string file) =>
        ReadLines(file) is [var line, ..] && long.TryParse(line.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string[] ReadLines(string file)
    {
        try
        {
            return File.ReadAllLines(Path.Combine("/proc", file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return []; // another system, or a container that hides it
        }
    }
}
