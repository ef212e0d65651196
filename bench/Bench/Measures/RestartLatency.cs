using System.Globalization;
using Homeport.Bench.Figures;
using Homeport.Bench.Programs;
using Homeport.Platform.Processes;
using Homeport.Platform.Supervision;

namespace Homeport.Bench.Measures;

/// <summary>
/// From the SIGKILL of a supervised program to the first instruction of its next life, without a back-off, beside pm2 in the
/// same run. The program is a script that writes down the time and its process id, then sleeps.
/// </summary>
internal static class RestartLatency
{
    private const string Peer = "pm2@7.0.4";
    private static readonly CommandLimits Patience = CommandLimits.Default with { Timeout = TimeSpan.FromMinutes(3) };
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(1.2); // pm2 counts a shorter life as unstable

    public static async Task RunAsync(Settings settings, Report report)
    {
        using var folder = new BenchFolder();
        var (ourStamp, peerStamp) = (Path.Combine(folder.Home, "ours"), Path.Combine(folder.Home, "theirs"));
        var ourScript = await WriteScriptAsync(folder, "ours.sh", ourStamp);
        var peerScript = await WriteScriptAsync(folder, "theirs.sh", peerStamp);
        await using var ours = new SupervisedProcess(
            new SupervisionSpec
            {
                Name = "the script",
                Start = Start(folder, ourScript),
                Backoff = RestartBackoff.None with { Tries = 1000 },
            },
            TimeProvider.System, Random.Shared);
        await ours.StartAsync(CancellationToken.None);
        var pm2 = await InstallAsync(folder);
        if (pm2 is not null)
        {
            await RunAsync(folder, pm2, "start", peerScript, "--name", "peer", "--interpreter", "none", "--restart-delay", "0");
        }

        List<double> mine = [], theirs = [];
        try
        {
            for (var round = 0; round <= settings.Repetitions; round++)
            {
                await Task.Delay(Settled, TimeProvider.System);
                mine.Add(await KillAsync(ourStamp));
                if (pm2 is not null)
                {
                    theirs.Add(await KillAsync(peerStamp));
                }
            }
        }
        finally
        {
            if (pm2 is not null)
            {
                await RunAsync(folder, pm2, "kill");
            }
        }

        mine.RemoveAt(0); // warms up
        if (pm2 is null)
        {
            report.Add(Figure.Alone("crash of a sidecar → executing again, no back-off", "ms", mine));
            return;
        }

        theirs.RemoveAt(0);
        report.Add(Figure.Against(Peer, "crash of a sidecar → executing again, no back-off", "ms", mine, theirs, atMost: 1));
    }

    private static async Task<string> WriteScriptAsync(BenchFolder folder, string name, string stamp)
    {
        var script = Path.Combine(folder.Home, name);
        await File.WriteAllTextAsync(script, $"#!/bin/bash\nprintf '%s %s\\n' \"$EPOCHREALTIME\" \"$$\" > '{stamp}'\nexec sleep 1000\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return script;
    }

    /// <summary>Null, and a word about it, where it cannot be had.</summary>
    private static async Task<string?> InstallAsync(BenchFolder folder)
    {
        var place = Path.Combine(folder.Home, "peer");
        Directory.CreateDirectory(place);
        try
        {
            var npm = await Command.RunAsync(
                Start(folder, "npm", "install", "--prefix", place, "--no-save", "--no-audit", "--no-fund", "--silent", Peer) with
                {
                    Environment = WholeEnvironment(), // where a person's npm finds packages stands there
                },
                default, Patience, TimeProvider.System, CancellationToken.None);
            if (npm.Exit.IsSuccess)
            {
                return Path.Combine(place, "node_modules", ".bin", "pm2");
            }
        }
        catch (ProcessStartException)
        {
            // There is no npm; told below.
        }

        await Console.Error.WriteLineAsync($"{Peer} cannot be installed with npm, so the restart is measured alone.");
        return null;
    }

    /// <summary>Its daemon leaves the session and lives until it is told to end.</summary>
    private static async Task RunAsync(BenchFolder folder, string pm2, params string[] arguments)
    {
        var result = await Command.RunAsync(Start(folder, pm2, arguments), default, Patience, TimeProvider.System, CancellationToken.None);
        if (!result.Exit.IsSuccess)
        {
            throw new IOException($"pm2 {arguments[0]} ended with {result.Exit}: {result.Text}");
        }
    }

    /// <summary>Milliseconds until the next life.</summary>
    private static async Task<double> KillAsync(string stamp)
    {
        var (_, pid) = await ReadAsync(stamp, other: 0);
        using var victim = System.Diagnostics.Process.GetProcessById(pid);
        var at = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalMilliseconds;
        victim.Kill();
        var (began, _) = await ReadAsync(stamp, pid);
        return began - at;
    }

    /// <summary>Once another process than that one has written.</summary>
    private static async Task<(double At, int Process)> ReadAsync(string stamp, int other)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(30))
        {
            if (File.Exists(stamp) && (await File.ReadAllTextAsync(stamp)).Split(' ') is [var at, var process] && process.EndsWith('\n')
                && int.Parse(process, CultureInfo.InvariantCulture) is var pid && pid != other)
            {
                return (double.Parse(at, CultureInfo.InvariantCulture) * 1_000, pid);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);
        }

        throw new TimeoutException("The program was not started again within 30 s.");
    }

    private static Dictionary<string, string> WholeEnvironment() => System.Environment.GetEnvironmentVariables()
        .Cast<System.Collections.DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!, StringComparer.Ordinal);

    private static ProcessStart Start(BenchFolder folder, string program, params string[] arguments) => new()
    {
        FileName = program,
        Arguments = arguments,
        WorkingDirectory = folder.Home,
        Environment = folder.Environment(),
    };
}
