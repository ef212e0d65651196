using System.Text.Json;
using System.Text.Json.Nodes;
using Homeport.Agents.Conversations;
using Homeport.Rpc;

namespace Homeport.Agents.Demo;

/// <summary>
/// An agent without a model: it speaks ACP version 1 on its standard streams and plays the scenario that the first word of
/// a prompt names. It is for trying Homeport without a key, and for tests.
/// <list type="bullet">
/// <item><c>write-file NAME [TEXT]</c>, <c>edit-file NAME</c>: a real edit in the working directory, asked for as the mode has it.</item>
/// <item><c>ask-permission [COMMAND]</c>: asks to run a command, and runs nothing.</item>
/// <item><c>question</c>: asks by <c>elicitation/create</c>. <c>plan</c>: shows a plan and asks for approval.</item>
/// <item><c>long-stream N</c>: N deltas, 100 a second. <c>flood N</c>: N deltas as fast as they go.</item>
/// <item><c>usage [N]</c>: reports tokens and money, then streams N deltas. <c>fail [STATUS]</c>: answers with an error, as a provider's when a status is given.</item>
/// <item><c>exit N</c>: ends at once with that exit code. <c>hang [hard]</c>: neither answers nor stops; with <c>hard</c>
/// not even when its input closes.</item>
/// <item><c>garbage [BYTES]</c>: prints what is no protocol, with one line of so many bytes, then goes on.</item>
/// </list>
/// Anything else gets an explanation and a small real edit. It keeps nothing: any id that it once gave can be loaded again.
/// </summary>
public static class DemoAgent
{
    /// <summary>Serves one client until its input closes; owns both streams.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(
        Stream input, Stream output, string workingDirectory, TimeProvider time, CancellationToken cancellationToken)
    {
        var exit = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var transport = new DemoTransport(input, output);
        var server = new DemoServer(transport, workingDirectory, time, exit);
        await using var connection = new RpcConnection(
            transport, server, new() { CancelMethod = null, AnswerMalformed = false }, time);
        server.Connection = connection;
        connection.Start();
        await Task.WhenAny(connection.Closed, exit.Task).WaitAsync(cancellationToken);
        if (server.IsHangingHard)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
        }

        return exit.Task.IsCompletedSuccessfully ? await exit.Task : 0;
    }
}

/// <summary>Answers an ACP client.</summary>
internal sealed class DemoServer(
    DemoTransport transport, string workingDirectory, TimeProvider time, TaskCompletionSource<int> exit) : IRpcHandler
{
    private const string IdPrefix = "demo-";
    private const int ResourceNotFound = -32002;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, DemoSession> _sessions = new(StringComparer.Ordinal);
    private bool _hasForms;

    public RpcConnection Connection { get; set; } = null!;
    public bool IsHangingHard { get; private set; }

    public async ValueTask<RpcReply> HandleAsync(RpcRequest request, CancellationToken cancellationToken)
    {
        var parameters = request.ReadParams() ?? JsonElement.Parse("{}");
        switch (request.Method)
        {
            case "initialize":
                _hasForms = parameters.Member("clientCapabilities").Member("elicitation").Member("form") is not null;
                return Reply(Greeting());
            case "session/new":
                return Reply(Open($"{IdPrefix}{Guid.CreateVersion7(time.GetUtcNow())}", parameters, withId: true));
            case "session/load":
                return parameters.Text("sessionId") is { } known && known.StartsWith(IdPrefix, StringComparison.Ordinal)
                    ? Reply(Open(known, parameters, withId: false))
                    : RpcReply.Failed(ResourceNotFound, $"Resource not found: session {parameters.Text("sessionId")}");
            case "session/set_mode":
                return await SetModeAsync(parameters, cancellationToken);
            case "session/prompt":
                return await PromptAsync(parameters, cancellationToken);
            case "session/cancel":
                Find(parameters)?.Cancel();
                return RpcReply.Empty;
            default:
                return RpcReply.MethodNotFound(request.Method);
        }
    }

    private static JsonObject Greeting() => new()
    {
        ["protocolVersion"] = 1,
        ["agentCapabilities"] = new JsonObject
        {
            ["loadSession"] = true,
            ["promptCapabilities"] = new JsonObject { ["image"] = true, ["embeddedContext"] = true },
        },
        ["authMethods"] = new JsonArray(),
        ["agentInfo"] = new JsonObject { ["name"] = "homeport-demo", ["title"] = "Demo agent", ["version"] = ClientVersion.Text },
    };

    private JsonObject Open(string id, JsonElement parameters, bool withId)
    {
        var folder = parameters.Text("cwd") is { Length: > 0 } cwd && Path.IsPathRooted(cwd) ? cwd : workingDirectory;
        lock (_gate)
        {
            _sessions[id] = new(id, folder);
        }

        var opened = new JsonObject
        {
            ["modes"] = new JsonObject
            {
                ["currentModeId"] = DemoModes.Default,
                ["availableModes"] = new JsonArray(
                [
                    .. DemoModes.All.Select(mode => (JsonNode)new JsonObject { ["id"] = mode.Id, ["name"] = mode.Name }),
                ]),
            },
        };
        if (withId)
        {
            opened["sessionId"] = id;
        }

        return opened;
    }

    private async ValueTask<RpcReply> SetModeAsync(JsonElement parameters, CancellationToken cancellationToken)
    {
        if (Find(parameters) is not { } session || DemoModes.All.All(mode => mode.Id != parameters.Text("modeId")))
        {
            return RpcReply.Failed(RpcErrorCode.InvalidParams, "There is no such session or mode.");
        }

        session.Mode = parameters.Text("modeId")!;
        await new DemoStage(Connection, session).UpdateAsync(
            new() { ["sessionUpdate"] = "current_mode_update", ["currentModeId"] = session.Mode }, cancellationToken);
        return Reply([]);
    }

    private async ValueTask<RpcReply> PromptAsync(JsonElement parameters, CancellationToken cancellationToken)
    {
        if (Find(parameters) is not { } session)
        {
            return RpcReply.Failed(ResourceNotFound, $"Resource not found: session {parameters.Text("sessionId")}");
        }

        var text = string.Join('\n', parameters.Items("prompt").Select(block => block.Text("text")).OfType<string>());
        using var turn = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (!session.TryBegin(turn))
        {
            return RpcReply.Failed(RpcErrorCode.InvalidRequest, "A prompt is being worked on; wait for its end or cancel it.");
        }

        try
        {
            var scenario = new DemoScenario(new DemoStage(Connection, session), session, time, _hasForms);
            return await PlayAsync(scenario, DemoPrompt.Read(text), turn.Token, cancellationToken);
        }
        catch (OperationCanceledException) when (turn.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return Reply(new() { ["stopReason"] = "cancelled" });
        }
        finally
        {
            session.End();
        }
    }

    private async Task<RpcReply> PlayAsync(
        DemoScenario scenario, DemoPrompt prompt, CancellationToken cancellationToken, CancellationToken connectionEnd)
    {
        switch (prompt.Word)
        {
            case "exit":
                exit.TrySetResult(prompt.Number(0));
                await Task.Delay(Timeout.InfiniteTimeSpan, time, connectionEnd);
                break;
            case "hang":
                IsHangingHard = prompt.Rest == "hard";
                await Task.Delay(Timeout.InfiniteTimeSpan, time, connectionEnd);
                break;
            case "fail":
                return prompt.Number(0) is > 0 and var status
                    ? RpcReply.Failed(status, $"The demo agent's provider answered {status} on purpose.")
                    : RpcReply.Failed(RpcErrorCode.InternalError, "The demo agent failed on purpose.");
            case "garbage":
                await scenario.SayGarbageAsync(transport, prompt.Number(0), cancellationToken);
                break;
            default:
                await scenario.PlayAsync(prompt, cancellationToken);
                break;
        }

        return Reply(scenario.Answer);
    }

    private DemoSession? Find(JsonElement parameters)
    {
        lock (_gate)
        {
            return parameters.Text("sessionId") is { } id ? _sessions.GetValueOrDefault(id) : null;
        }
    }

    private static RpcReply Reply(JsonObject result) => RpcReply.FromJson(JsonWriting.Line(result));
}
