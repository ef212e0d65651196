using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Homeport.Testing.Agents;
using Homeport.Testing.Models;

// A model server for people who try Homeport by hand without a key:
//   dotnet run --project tests/FakeModels -- [--port 0] [--default-scenario echo]
// It prints one line of JSON when it listens, with the environment to start Homeport or Claude Code with.

var options = new FakeModelOptions();
for (var at = 0; at < args.Length; at += 2)
{
    var value = at + 1 < args.Length ? args[at + 1] : null;
    switch (args[at], value)
    {
        case ("--port", not null) when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port):
            options = options with { Port = port };
            break;
        case ("--default-scenario", not null):
            options = options with { DefaultScenario = value };
            break;
        default:
            await Console.Error.WriteLineAsync($"Unknown or incomplete option: {args[at]}. Known: --port NUMBER, --default-scenario NAME.");
            return 2;
    }
}

using var stop = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

await using var server = await FakeModelServer.StartAsync(options, stop.Token);
var environment = new JsonObject();
foreach (var (name, value) in AgentSettings.ClaudeCode(server.Url))
{
    environment[name] = value;
}

Console.WriteLine(new JsonObject
{
    ["event"] = "listening",
    ["url"] = server.Url,
    ["port"] = server.Address.Port,
    ["claudeCode"] = environment,
}.ToJsonString());

var stopped = new TaskCompletionSource();
await using (stop.Token.Register(stopped.SetResult))
{
    await stopped.Task;
}

return 0;

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
