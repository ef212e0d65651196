using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Homeport.Protocol;
using Homeport.Rpc;
using Homeport.Rpc.Streams;

namespace Homeport.Cli.Acp;

/// <summary>The agent's side of the Agent Client Protocol, version 1, for one editor. Owns its sessions.</summary>
internal sealed class EditorServer(HostCommand command, TaskWishes wishes) : IRpcHandler, IAsyncDisposable
{
    private const int ProtocolVersion = 1;
    private const int ResourceNotFound = -32002;
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(5);

    private readonly EditorTasks _tasks = new(command, wishes);
    private readonly ConcurrentDictionary<string, EditorSession> _sessions = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<string> _made = [];
    private bool _hasNotices;
    private bool _hasForms;
    private bool _hasSwitches;

    private RpcConnection Connection { get; set; } = null!;

    /// <summary>Serves an editor until it closes our input; owns both streams. What the agents do goes on.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "The connection owns its transport.")]
    public static async Task RunAsync(
        Stream input, Stream output, HostCommand command, TaskWishes wishes, CancellationToken cancellationToken)
    {
        await using var server = new EditorServer(command, wishes);
        await using var connection = new RpcConnection(
            new LineTransport(input, output), server,
            new() { CancelMethod = "$/cancel_request", CancelParameter = "requestId", AnswerMalformed = false, CallTimeout = Timeout.InfiniteTimeSpan },
            command.Surroundings.Time);
        server.Connection = connection;
        connection.Start();
        await connection.Closed.WaitAsync(cancellationToken);
    }

    public async ValueTask<RpcReply> HandleAsync(RpcRequest request, CancellationToken cancellationToken)
    {
        var parameters = request.ReadParams() ?? JsonElement.Parse("{}");
        try
        {
            return await AnswerAsync(request.Method, parameters, cancellationToken) is { } answer
                ? RpcReply.FromJson(Encoding.UTF8.GetBytes(answer.ToJsonString()))
                : RpcReply.MethodNotFound(request.Method);
        }
        catch (CommandException refused)
        {
            var code = refused.Problem.Code switch
            {
                ErrorCodes.NotFound => ResourceNotFound,
                ErrorCodes.InvalidRequest => RpcErrorCode.InvalidParams,
                _ => RpcErrorCode.InternalError,
            };
            return RpcReply.Failed(code, refused.Problem.Detail ?? refused.Problem.Code);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_sessions.Values.Select(session => session.DisposeAsync().AsTask()));
        using var patience = new CancellationTokenSource(EndPatience, command.Surroundings.Time);
        foreach (var id in _made)
        {
            await ForgetUnusedAsync(id, patience.Token);
        }
    }

    private async Task<JsonObject?> AnswerAsync(string method, JsonElement parameters, CancellationToken cancellationToken)
    {
        switch (method)
        {
            case "initialize":
                return Greet(parameters);
            case "authenticate" or "logout":
                return []; // the owner's socket is the login
            case "session/new":
                return await NewAsync(FolderOf(parameters), cancellationToken);
            case "session/load" or "session/resume":
                return await OpenAsync(IdOf(parameters), FolderOf(parameters), replays: method == "session/load", cancellationToken);
            case "session/list":
                return await _tasks.ListAsync(parameters.Text("cwd"), parameters.Text("cursor"), cancellationToken);
            case "session/close":
                await CloseAsync(IdOf(parameters), cancellationToken);
                return [];
            case "session/set_mode":
                return await SetModeAsync(IdOf(parameters), parameters.Text("modeId") ?? "", cancellationToken);
            case "session/set_config_option" when parameters.Text("configId") is { } option && parameters.Member("value") is { } value:
                return new() { ["configOptions"] = await SessionOf(parameters).SetOptionAsync(option, ValueOf(value), cancellationToken) };
            case "session/prompt":
                return new() { ["stopReason"] = await PromptAsync(parameters, cancellationToken) };
            case "session/cancel":
                await SessionOf(parameters).CancelAsync(cancellationToken);
                return [];
            default:
                return null;
        }
    }

    private JsonObject Greet(JsonElement parameters)
    {
        var offered = parameters.Member("clientCapabilities");
        _hasForms = offered.Member("elicitation").Member("form") is not null;
        _hasNotices = offered.Member("session").Member("notices") is not null;
        _hasSwitches = offered.Member("session").Member("configOptions").Member("boolean") is not null;
        return new()
        {
            ["protocolVersion"] = ProtocolVersion,
            ["agentInfo"] = new JsonObject { ["name"] = "homeport", ["title"] = "Homeport", ["version"] = command.Surroundings.Version },
            ["agentCapabilities"] = new JsonObject
            {
                ["loadSession"] = true,
                ["promptCapabilities"] = new JsonObject { ["image"] = false, ["audio"] = false, ["embeddedContext"] = true },
                ["mcpCapabilities"] = new JsonObject { ["http"] = false, ["sse"] = false },
                ["sessionCapabilities"] = new JsonObject { ["list"] = new JsonObject(), ["resume"] = new JsonObject(), ["close"] = new JsonObject() },
            },
            ["authMethods"] = new JsonArray(),
        };
    }

    private async Task<JsonObject> NewAsync(string folder, CancellationToken cancellationToken)
    {
        var task = await _tasks.CreateAsync(folder, cancellationToken);
        _made.Add(task.Id);
        _sessions[task.Id] = await EditorSession.OpenAsync(Connection, command, task, WishesIn(folder), replays: false, cancellationToken);
        return new() { ["sessionId"] = task.Id, ["modes"] = EditorModes.Describe(task.PermissionMode) };
    }

    private async Task<JsonObject> OpenAsync(string id, string folder, bool replays, CancellationToken cancellationToken)
    {
        var task = await _tasks.FindAsync(id, cancellationToken);
        if (_sessions.TryRemove(task.Id, out var open))
        {
            await open.DisposeAsync();
        }

        _sessions[task.Id] = await EditorSession.OpenAsync(Connection, command, task, WishesIn(folder), replays, cancellationToken);
        return new() { ["modes"] = EditorModes.Describe(task.PermissionMode) };
    }

    private async Task CloseAsync(string id, CancellationToken cancellationToken)
    {
        if (_sessions.TryRemove(id, out var session))
        {
            await session.CancelAsync(cancellationToken);
            await session.DisposeAsync();
            if (_made.Contains(id))
            {
                await ForgetUnusedAsync(id, cancellationToken);
            }
        }
    }

    private async Task<JsonObject> SetModeAsync(string id, string mode, CancellationToken cancellationToken)
    {
        await _tasks.SetModeAsync(
            id, EditorModes.Parse(mode) ?? throw new RpcException(RpcErrorCode.InvalidParams, $"There is no mode '{mode}'."), cancellationToken);
        return [];
    }

    private async Task<string> PromptAsync(JsonElement parameters, CancellationToken cancellationToken)
    {
        var session = SessionOf(parameters);
        if (parameters.Member("prompt") is not { ValueKind: JsonValueKind.Array } prompt)
        {
            throw new RpcException(RpcErrorCode.InvalidParams, "The prompt is missing: a list of content blocks.");
        }

        return await session.PromptAsync(EditorPrompt.Read(prompt, session.Folder), cancellationToken);
    }

    private async Task ForgetUnusedAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await _tasks.ForgetUnusedAsync(id, cancellationToken);
        }
        catch (Exception gone) when (gone is CommandException or OperationCanceledException)
        {
            // The host is gone, or somebody removed it: then it stays as it is.
        }
    }

    private static string ValueOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => value.ToString(),
    };

    private EditorWishes WishesIn(string folder) => new(folder, _hasForms, _hasNotices, _hasSwitches);

    private EditorSession SessionOf(JsonElement parameters) => _sessions.TryGetValue(IdOf(parameters), out var session)
        ? session
        : throw new RpcException(ResourceNotFound, $"The session {IdOf(parameters)} is not open. Open it by session/load.");

    private static string IdOf(JsonElement parameters) =>
        parameters.Text("sessionId") ?? throw new RpcException(RpcErrorCode.InvalidParams, "The sessionId is missing.");

    private static string FolderOf(JsonElement parameters) => parameters.Text("cwd") is { } folder && Path.IsPathFullyQualified(folder)
        ? folder
        : throw new RpcException(RpcErrorCode.InvalidParams, "The cwd must be an absolute path.");
}

/// <summary>What one session of an editor wants.</summary>
/// <param name="Folder">The editor's working directory.</param>
/// <param name="HasForms">It shows forms.</param>
/// <param name="HasNotices">It shows notices.</param>
/// <param name="HasSwitches">It shows options that are on or off.</param>
internal sealed record EditorWishes(string Folder, bool HasForms, bool HasNotices, bool HasSwitches);
