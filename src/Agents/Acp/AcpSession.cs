using System.Text.Json;
using System.Text.Json.Nodes;
using Homeport.Agents.Conversations;
using Homeport.Rpc;

namespace Homeport.Agents.Acp;

/// <summary>The session: how it is greeted, opened, listed and closed.</summary>
internal sealed class AcpSession(
    AcpDialect dialect, AgentSessionSpec spec, RpcConnection connection, SerialSink sink, AcpVersions versions, AcpSettings settings,
    AcpUpdates updates, TimeProvider time)
{
    public const int AuthenticationRequired = -32000;
    public static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(30);
    private const int UnsupportedVersion = -32022;
    private const int MostPages = 10;

    /// <summary>The agent's id of the session, once it is open.</summary>
    public string? Id { get; private set; }

    /// <summary>What the agent can.</summary>
    public AcpGreeting Greeting { get; private set; } = AcpGreeting.None;

    /// <summary>Servers that it cannot connect to.</summary>
    public IReadOnlyDictionary<string, string> McpLeftOut => spec.McpServers
        .Where(server => !Greeting.TakesMcp(server.Transport) || (server.Transport == AgentMcpTransport.Stdio && !dialect.TakesMcpPrograms))
        .ToDictionary(
            server => server.Name, server => $"{dialect.Name} connects to no MCP servers by {server.Transport.ToString().ToLowerInvariant()}",
            StringComparer.Ordinal);

    /// <summary>The agent tells an old session's history, which is told already.</summary>
    public bool IsReplaying { get; private set; }

    /// <summary>Greets the agent and opens its session: the one to go on with, or a new one.</summary>
    public async Task OpenAsync(bool offersFiles, bool offersTerminals, CancellationToken cancellationToken)
    {
        Greeting = versions.Settle(await GreetAsync(offersFiles, offersTerminals, cancellationToken));
        if (Greeting.Version < AcpVersions.First || Greeting.Version > versions.Newest)
        {
            throw Failed(
                "agent_unavailable",
                $"{dialect.Name} speaks version {Greeting.Version} of the Agent Client Protocol; Homeport speaks version {AcpVersions.First}.",
                "Install a version of the agent that still speaks version 1.");
        }

        if (!Greeting.HasSessions)
        {
            throw Failed("agent_unavailable", $"{dialect.Name} offers no sessions.", "Update the agent.");
        }

        if (spec.NativeSessionId is not { Length: > 0 } known || !await TryResumeAsync(known, cancellationToken))
        {
            await OpenNewAsync(cancellationToken);
        }
    }

    /// <summary>The agent's sessions in this folder; a long list is cut.</summary>
    public async Task<IReadOnlyList<AgentSessionEntry>> ListAsync(CancellationToken cancellationToken)
    {
        List<AgentSessionEntry> sessions = [];
        string? cursor = null;
        for (var page = 0; Greeting.CanList && page < MostPages && (page == 0 || cursor is not null); page++)
        {
            var request = new JsonObject { ["cwd"] = spec.WorkingDirectory };
            if (cursor is not null)
            {
                request["cursor"] = cursor;
            }

            var answer = await connection.CallAsync("session/list", JsonWriting.Element(request), AnswerLimit, cancellationToken);
            sessions.AddRange(answer.Items("sessions").Where(entry => entry.Text("sessionId") is not null).Select(entry => new AgentSessionEntry(
                entry.Text("sessionId")!, entry.Text("title"),
                entry.Member("updatedAt") is { ValueKind: JsonValueKind.String } at && at.TryGetDateTimeOffset(out var when) ? when : null)));
            cursor = answer.Text("nextCursor");
        }

        return sessions;
    }

    /// <summary>Lets the agent free what it holds for the session, where it offers that.</summary>
    public async Task CloseAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        if (Greeting.CanClose && Id is not null)
        {
            await connection.CallAsync("session/close", Parameters([]), patience, cancellationToken);
        }
    }

    /// <summary>Parameters with the session's id.</summary>
    public JsonElement Parameters(JsonObject parameters)
    {
        parameters["sessionId"] = Id;
        return JsonWriting.Element(parameters);
    }

    /// <summary>A start that the agent refused, with what its greeting told about logging in.</summary>
    public AgentStartException Refused(RpcException exception) => new(Judge(exception).Failure, exception);

    /// <summary>What an error of the agent means.</summary>
    public Verdict Judge(RpcException exception)
    {
        var verdict = Verdict.Judge(
            dialect.Name, dialect.Probe.LoginStep,
            exception.Code is AuthenticationRequired ? 401 : exception.Code is >= 400 and < 600 ? exception.Code : null,
            Words(exception), time.GetUtcNow());
        return verdict with { Failure = AcpLogin.Explain(verdict.Failure, Greeting, AcpAdapter.CommandOf(dialect, spec) ?? []) };
    }

    /// <summary>What an error says, with its details.</summary>
    public static string Words(RpcException exception)
    {
        var details = exception.Error.Data?.Text("details") ?? exception.Error.Data?.Text("message");
        return details is null ? exception.Message : $"{exception.Message}: {details}";
    }

    /// <summary>An agent that refuses the second version may still speak the first.</summary>
    private async Task<JsonElement> GreetAsync(bool offersFiles, bool offersTerminals, CancellationToken cancellationToken)
    {
        try
        {
            return await connection.CallAsync(
                "initialize", AcpGreeting.Request(offersFiles, offersTerminals, versions.Newest), AnswerLimit, cancellationToken);
        }
        catch (RpcException refused) when (versions.Newest > AcpVersions.First && refused.Code is UnsupportedVersion or RpcErrorCode.InvalidParams)
        {
            versions.OfferFirst();
            return await connection.CallAsync(
                "initialize", AcpGreeting.Request(offersFiles, offersTerminals, versions.Newest), AnswerLimit, cancellationToken);
        }
    }

    /// <summary>What the answer to its opening tells of a session.</summary>
    private async Task ReadAsync(JsonElement session, CancellationToken cancellationToken)
    {
        settings.Read(session);
        if (session.Items("availableCommands").Any())
        {
            await updates.TellCommandsAsync(session, cancellationToken);
        }
    }

    private async Task OpenNewAsync(CancellationToken cancellationToken)
    {
        var session = await connection.CallAsync("session/new", SessionParameters(null), AnswerLimit, cancellationToken);
        Id = session.Text("sessionId") ?? throw Failed(
            "agent_unavailable", $"{dialect.Name} opened a session without an id.", "Update the agent.");
        await ReadAsync(session, cancellationToken);
    }

    private async Task<bool> TryResumeAsync(string known, CancellationToken cancellationToken)
    {
        var method = Greeting.CanResume ? "session/resume" : Greeting.CanLoad ? "session/load" : null;
        var reason = "it cannot open a session again";
        if (method is not null)
        {
            IsReplaying = true;
            try
            {
                var session = await connection.CallAsync(method, SessionParameters(known), AnswerLimit, cancellationToken);
                Id = known;
                await ReadAsync(session, cancellationToken);
                updates.SkipHistory();
                return true;
            }
            catch (RpcException exception) when (exception.Code != AuthenticationRequired)
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

    private JsonElement SessionParameters(string? sessionId)
    {
        var parameters = new JsonObject
        {
            ["cwd"] = spec.WorkingDirectory,
            ["mcpServers"] = new JsonArray(
                [.. spec.McpServers.Where(server => !McpLeftOut.ContainsKey(server.Name)).Select(server => (JsonNode)versions.Spoken.Write(server))]),
        };
        if (sessionId is not null)
        {
            parameters["sessionId"] = sessionId;
        }

        return JsonWriting.Element(parameters);
    }

    private static AgentStartException Failed(string code, string message, string next) =>
        new(new() { Code = code, Message = message, Next = next });
}
