using System.Text.Json;
using System.Text.Json.Nodes;
using Homeport.Agents.Conversations;
using Homeport.Protocol.Tasks;
using Homeport.Rpc;

namespace Homeport.Agents.Acp;

/// <summary>The session: how it is opened, and its mode and model.</summary>
internal sealed class AcpSession(
    AcpDialect dialect, AgentSessionSpec spec, RpcConnection connection, SerialSink sink, AcpSettings settings, AcpUpdates updates,
    AcpApprovals approvals, TimeProvider time)
{
    public const int AuthenticationRequired = -32000;
    public static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(30);
    private const int ProtocolVersion = 1;

    /// <summary>The agent's id of the session, once it is open.</summary>
    public string? Id { get; private set; }

    public bool TakesImages { get; private set; }

    /// <summary>The agent tells an old session's history, which is told already.</summary>
    public bool IsReplaying { get; private set; }

    /// <summary>Greets the agent, and opens a session in the mode and with the model that are wanted.</summary>
    public async Task<AgentStarted> OpenAsync(CancellationToken cancellationToken)
    {
        var greeting = await connection.CallAsync(
            "initialize",
            JsonWriting.Element(new JsonObject
            {
                ["protocolVersion"] = ProtocolVersion,
                ["clientCapabilities"] = new JsonObject
                {
                    ["fs"] = new JsonObject { ["readTextFile"] = false, ["writeTextFile"] = false },
                    ["terminal"] = false,
                    ["elicitation"] = new JsonObject { ["form"] = new JsonObject() },
                },
                ["clientInfo"] = new JsonObject { ["name"] = "homeport", ["title"] = "Homeport", ["version"] = ClientVersion.Text },
            }),
            AnswerLimit, cancellationToken);
        if (greeting.Whole("protocolVersion") is { } version && version != ProtocolVersion)
        {
            throw Failed(
                "agent_unavailable", $"{dialect.Name} speaks version {version} of the Agent Client Protocol; Homeport speaks version {ProtocolVersion}.",
                "Install a version of the agent that still speaks version 1.");
        }

        var capabilities = greeting.Member("agentCapabilities");
        TakesImages = capabilities.Member("promptCapabilities") is { } prompts && prompts.Flag("image");
        await OpenSessionAsync(greeting, capabilities, cancellationToken);
        await SetModeAsync(spec.PermissionMode, cancellationToken);
        if (spec.Model is { Length: > 0 } model && model != settings.Model)
        {
            await SetModelAsync(model, cancellationToken);
        }

        return new()
        {
            NativeSessionId = Id,
            Version = greeting.Member("agentInfo").Text("version"),
            Model = settings.Model,
            Mode = settings.Mode,
        };
    }

    /// <summary>
    /// Brings the agent into a mode. Where it has none for it, or refuses it (Gemini does in a folder that it was not told to
    /// trust), it stays in its own asking mode and we answer in the sense of ours what it asks.
    /// </summary>
    public async Task SetModeAsync(PermissionMode mode, CancellationToken cancellationToken)
    {
        approvals.AnswersInMode = PermissionMode.Ask; // until it is clear who holds the new mode, nothing is waved through
        var calls = settings.CallsForMode(mode);
        var refusal = calls is null ? $"{dialect.Name} has no mode for it" : await TryCallsAsync(calls, cancellationToken);
        if (calls is null)
        {
            await TryCallsAsync(settings.CallsForMode(PermissionMode.Ask) ?? [], cancellationToken);
        }

        var isHeld = refusal is null && settings.Holds(mode);
        if (!isHeld && mode is PermissionMode.AcceptEdits or PermissionMode.Bypass)
        {
            approvals.AnswersInMode = mode;
        }
        else if (refusal is not null && !(calls is null && mode == PermissionMode.Ask))
        {
            await sink.NoticeAsync(
                "mode_unchanged", $"{dialect.Name} stays in its mode ({refusal}); it asks before each change.", cancellationToken);
            return;
        }

        await sink.ConfigAsync(new() { PermissionMode = mode, Mode = settings.Mode, Model = settings.Model }, cancellationToken);
    }

    public async Task SetModelAsync(string model, CancellationToken cancellationToken)
    {
        if (settings.CallForModel(model) is not { } call)
        {
            if (dialect.ModelOption is null)
            {
                await sink.NoticeAsync("model_unchanged", $"{dialect.Name} lets nobody choose its model here.", cancellationToken);
            }
        }
        else if (await TryCallAsync(call.Method, call.Parameters, cancellationToken) is { } refusal)
        {
            await sink.NoticeAsync("model_unchanged", $"{dialect.Name} keeps its model: {refusal}.", cancellationToken);
        }
        else
        {
            settings.ModelIs(model);
            await sink.ConfigAsync(
                new() { PermissionMode = settings.PermissionMode, Mode = settings.Mode, Model = model }, cancellationToken);
        }
    }

    /// <summary>Why the agent refused one of them; null when it took all.</summary>
    private async Task<string?> TryCallsAsync(
        IReadOnlyList<(string Method, JsonObject Parameters)> calls, CancellationToken cancellationToken)
    {
        foreach (var (method, parameters) in calls)
        {
            var mode = parameters["modeId"]?.GetValue<string>();
            if (await TryCallAsync(method, parameters, cancellationToken) is { } refusal)
            {
                return refusal;
            }

            if (mode is not null)
            {
                settings.ModeIs(mode);
            }
        }

        return null;
    }

    private async Task<string?> TryCallAsync(string method, JsonObject parameters, CancellationToken cancellationToken)
    {
        try
        {
            settings.Read(await connection.CallAsync(method, Parameters(parameters), AnswerLimit, cancellationToken));
            return null;
        }
        catch (RpcException exception)
        {
            return Words(exception).TrimEnd('.');
        }
        catch (Exception exception) when (exception is TimeoutException or IOException)
        {
            return "it did not answer";
        }
    }

    /// <summary>Parameters with the session's id.</summary>
    public JsonElement Parameters(JsonObject parameters)
    {
        parameters["sessionId"] = Id;
        return JsonWriting.Element(parameters);
    }

    private JsonElement SessionParameters(string? sessionId)
    {
        var parameters = new JsonObject { ["cwd"] = spec.WorkingDirectory, ["mcpServers"] = new JsonArray() };
        if (sessionId is not null)
        {
            parameters["sessionId"] = sessionId;
        }

        return JsonWriting.Element(parameters);
    }

    /// <summary>A start that the agent refused, with what its greeting told about logging in.</summary>
    public AgentStartException Refused(RpcException exception, JsonElement? greeting)
    {
        var ways = string.Join(" Or: ", greeting.Items("authMethods").Select(method => method.Text("description")).OfType<string>());
        var loginStep = dialect.Probe.LoginStep ?? (ways.Length > 0 ? ways : null);
        return new(
            Verdict.Judge(
                dialect.Name, loginStep, exception.Code == AuthenticationRequired ? 401 : null, Words(exception), time.GetUtcNow()).Failure,
            exception);
    }

    /// <summary>What an error says, with its details.</summary>
    public static string Words(RpcException exception)
    {
        var details = exception.Error.Data?.Text("details") ?? exception.Error.Data?.Text("message");
        return details is null ? exception.Message : $"{exception.Message}: {details}";
    }

    private async Task OpenSessionAsync(JsonElement greeting, JsonElement? capabilities, CancellationToken cancellationToken)
    {
        if (spec.NativeSessionId is { Length: > 0 } known &&
            await TryResumeAsync(known, greeting, capabilities, cancellationToken))
        {
            return;
        }

        try
        {
            var session = await connection.CallAsync("session/new", SessionParameters(null), AnswerLimit, cancellationToken);
            Id = session.Text("sessionId") ?? throw Failed(
                "agent_unavailable", $"{dialect.Name} opened a session without an id.", "Update the agent.");
            settings.Read(session);
        }
        catch (RpcException exception)
        {
            throw Refused(exception, greeting);
        }
    }

    private async Task<bool> TryResumeAsync(
        string known, JsonElement greeting, JsonElement? capabilities, CancellationToken cancellationToken)
    {
        var method = capabilities.Member("sessionCapabilities").Member("resume") is not null ? "session/resume"
            : capabilities is { } offered && offered.Flag("loadSession") ? "session/load"
            : null;
        var reason = "it cannot open a session again";
        if (method is not null)
        {
            IsReplaying = true;
            try
            {
                var session = await connection.CallAsync(method, SessionParameters(known), AnswerLimit, cancellationToken);
                Id = known;
                settings.Read(session);
                updates.SkipHistory();
                return true;
            }
            catch (RpcException exception) when (exception.Code == AuthenticationRequired)
            {
                throw Refused(exception, greeting);
            }
            catch (RpcException exception)
            {
                reason = Words(exception);
            }
            finally
            {
                IsReplaying = false;
            }
        }

        await sink.NoticeAsync(
            "session_lost", $"{dialect.Name} does not know its earlier session any more ({reason}); a new one begins.", cancellationToken);
        return false;
    }

    private static AgentStartException Failed(string code, string message, string next) =>
        new(new() { Code = code, Message = message, Next = next });
}
