using Homeport.Platform.Supervision;
using Homeport.Platform.Tests.Processes;

namespace Homeport.Platform.Tests.Supervision;

/// <summary>What the tests here ask for again and again.</summary>
internal static class Supervised
{
    public static SupervisionSpec Shell(string script, params IEnumerable<string> arguments) => new()
    {
        Name = "the program",
        Start = Start.Shell(script, arguments),
        Backoff = RestartBackoff.None,
        StopGrace = TimeSpan.FromMilliseconds(300),
        StartTimeout = Start.Patience,
    };

    public static SupervisionSpec Python(string script, params IEnumerable<string> arguments) =>
        Shell("exec python3 -c \"$@\"", [script, .. arguments]);

    public static SupervisedProcess Begin(SupervisionSpec spec) => new(spec, TimeProvider.System, new Random(7));

    public static Task<SupervisionStatus> UntilAsync(this SupervisedProcess process, SupervisionState state) =>
        process.WaitAsync(status => status.State == state, Start.Cancellation).WaitAsync(Start.Patience, Start.Cancellation);

    public static Task<SupervisionStatus> UntilAsync(this SupervisedProcess process, Func<SupervisionStatus, bool> condition) =>
        process.WaitAsync(condition, Start.Cancellation).WaitAsync(Start.Patience, Start.Cancellation);

    public static async Task<LogLine> UntilLineAsync(this LogRing log, Func<LogLine, bool> condition)
    {
        for (long seen = 0; ;)
        {
            await log.WaitForMoreAsync(seen, Start.Cancellation).WaitAsync(Start.Patience, Start.Cancellation);
            foreach (var line in log.Read(seen + 1, int.MaxValue))
            {
                if (condition(line))
                {
                    return line;
                }

                seen = line.Number;
            }
        }
    }

    public static async Task UntilAsync(Func<bool> condition)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(clock.Elapsed < Start.Patience, "It did not come to pass.");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Start.Cancellation);
        }
    }
}
