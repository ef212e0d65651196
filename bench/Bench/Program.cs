using System.Diagnostics.CodeAnalysis;
using Homeport.Bench;
using Homeport.Bench.Feed;
using Homeport.Bench.Figures;
using Homeport.Bench.Measures;

if (args is ["feed", var root])
{
    await FeedingHost.RunAsync(root);
    return 0;
}

var settings = Settings.Read(args);
if (!File.Exists(settings.Program) || !File.Exists(settings.BareKestrel))
{
    await Console.Error.WriteLineAsync($"{settings.Program} or {settings.BareKestrel} is not built. Run 'make bench', which builds both.");
    return 1;
}

(string Name, Func<Settings, Report, Task> RunAsync)[] measures =
[
    ("start", StartUp.RunAsync),
    ("memory", IdleMemory.RunAsync),
    ("operation", CheapestOperation.RunAsync),
    ("list", TaskList.RunAsync),
    ("open", OpenTask.RunAsync),
    ("events", EventPipeline.RunAsync),
    ("agent", AgentPipeline.RunAsync),
    ("git", Changes.RunAsync),
    ("dispatch", Dispatch.RunAsync),
    ("attach", Reattach.RunAsync),
    ("sessions", SessionMemory.RunAsync),
    ("lines", LineParsing.RunAsync),
    ("adapters", Adapters.RunAsync),
    ("launch", FirstByte.RunAsync),
    ("restart", RestartLatency.RunAsync),
    ("terminals", Terminals.RunAsync),
];

var version = typeof(Homeport.Host.HostApplication).Assembly.GetName().Version!.ToString(3);
var report = new Report(version, TimeProvider.System.GetUtcNow()) { Machine = Machine.Read() };
var failures = 0;
await Console.Out.WriteLineAsync(Report.Head);
foreach (var (name, run) in measures.Where(measure => settings.Only.Count == 0 || settings.Only.Any(measure.Name.Contains)))
{
    failures += await TryAsync(name, () => run(settings, report)) ? 0 : 1;
}

report.Machine = report.Machine with { LoadAfter = Machine.Load() };
await Console.Out.WriteLineAsync($"\nLoad average {report.Machine.LoadBefore} before, {report.Machine.LoadAfter} after, {report.Machine.Cores} cores.");
if (settings is { Only.Count: 0, IsQuick: false })
{
    await report.SaveAsync(settings.History, CancellationToken.None);
}

return failures == 0 ? 0 : 1;

[SuppressMessage("Design", "CA1031", Justification = "One measure that breaks must not lose the figures of the others.")]
static async Task<bool> TryAsync(string name, Func<Task> run)
{
    try
    {
        await run();
        return true;
    }
    catch (Exception exception)
    {
        await Console.Error.WriteLineAsync($"{name} could not be measured: {exception}");
        return false;
    }
}
