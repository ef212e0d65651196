using System.Globalization;

namespace Homeport.EndToEnd.Tests.Recovery.Torture;

/// <summary>How hard, how long, and with which dice; each by its variable in the environment.</summary>
internal sealed record TortureSettings
{
    public required int Agents { get; init; }
    public required int HostKills { get; init; }
    public required int WorkerKills { get; init; }
    public required int Seed { get; init; }

    /// <summary>For all of it. Three quarters are for killing, the rest for what was begun to end.</summary>
    public required TimeSpan Bound { get; init; }

    public TimeSpan Killing => Bound * 0.72;

    /// <summary>What a busy machine must reach too, for the result to say something.</summary>
    public int LeastHostKills => Math.Min(HostKills, 10);

    public int LeastWorkerKills => Math.Min(WorkerKills, 3);

    public static TortureSettings FromEnvironment() => new()
    {
        Agents = Number("AGENTS", 20),
        HostKills = Number("HOST_KILLS", 50),
        WorkerKills = Number("WORKER_KILLS", 10),
        Seed = Number("SEED", Random.Shared.Next(1, 1_000_000)),
        Bound = TimeSpan.FromSeconds(Number("SECONDS", 180)),
    };

    public override string ToString() =>
        $"HOMEPORT_TORTURE_AGENTS={Agents} HOMEPORT_TORTURE_HOST_KILLS={HostKills} HOMEPORT_TORTURE_WORKER_KILLS={WorkerKills} " +
        $"HOMEPORT_TORTURE_SECONDS={Bound.TotalSeconds:0} HOMEPORT_TORTURE_SEED={Seed}";

    private static int Number(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable($"HOMEPORT_TORTURE_{name}"), CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
