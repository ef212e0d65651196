using System.Text.Json;
using System.Text.Json.Nodes;
using Homeport.Agents.Conversations;
using Homeport.Rpc;

namespace Homeport.Agents.Codex;

/// <summary>The first exchange: the greeting, and a thread that is new or goes on.</summary>
internal sealed class CodexGreeting(RpcConnection connection, SerialSink sink, AgentSessionSpec spec, TimeProvider time)
{
    public static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(30);

    public async Task<AgentStarted> GreetAsync(CodexPolicy policy, CancellationToken cancellationToken)
    {
        try
        {
            await connection.CallAsync(
                "initialize",
                JsonWriting.Element(new JsonObject
                {
                    ["clientInfo"] = new JsonObject { ["name"] = "homeport", ["title"] = "Homeport", ["version"] = ClientVersion.Text },
                }),
                AnswerLimit, cancellationToken);
            await connection.NotifyAsync("initialized", null, cancellationToken);
            var opened = await OpenThreadAsync(policy, cancellationToken);
            var thread = opened.Member("thread");
            var threadId = thread.Text("id") ?? throw Failed(
                "agent_unavailable", "Codex opened a thread without an id.", "Update it with `npm install -g @openai/codex`.");
            return new()
            {
                NativeSessionId = threadId,
                Version = thread.Text("cliVersion"),
                Model = opened.Text("model") ?? thread.Text("model") ?? spec.Model,
                Mode = policy.Name,
                McpLeftOut = CodexMcpServers.LeftOut(spec.McpServers),
            };
        }
        catch (TimeoutException)
        {
            throw Failed("agent_timeout", "Codex did not answer within 30 seconds.", "Run `codex --version` in a terminal; reinstall it if that hangs too.");
        }
        catch (RpcException exception)
        {
            throw new AgentStartException(
                Verdict.Judge(CodexAdapter.DisplayName, CodexAdapter.LogInStep, null, exception.Message, time.GetUtcNow()).Failure, exception);
        }
        catch (IOException exception)
        {
            throw new AgentStartException(
                new()
                {
                    Code = "agent_crashed",
                    Message = "Codex ended before it was ready.",
                    Next = "Read what it wrote last, and run `codex --version` in a terminal.",
                },
                exception);
        }
    }

    private async Task<JsonElement> OpenThreadAsync(CodexPolicy policy, CancellationToken cancellationToken)
    {
        if (spec.NativeSessionId is { Length: > 0 } known)
        {
            try
            {
                var resumed = ThreadParameters(policy);
                (resumed["threadId"], resumed["excludeTurns"]) = (known, true);
                if (spec.NativePoint is { Length: > 0 } lastTurn)
                {
                    resumed["lastTurnId"] = lastTurn;
                    return await connection.CallAsync("thread/fork", JsonWriting.Element(resumed), AnswerLimit, cancellationToken);
                }

                return await connection.CallAsync("thread/resume", JsonWriting.Element(resumed), AnswerLimit, cancellationToken);
            }
            catch (RpcException exception)
            {
                await sink.NoticeAsync(
                    "session_lost", $"Codex does not know its earlier session any more ({exception.Message}); a new one begins.", cancellationToken);
            }
        }

        return await connection.CallAsync("thread/start", JsonWriting.Element(ThreadParameters(policy)), AnswerLimit, cancellationToken);
    }

    private JsonObject ThreadParameters(CodexPolicy policy)
    {
        var parameters = new JsonObject { ["cwd"] = spec.WorkingDirectory };
        policy.AddToThread(parameters);
        if (spec.Model is { Length: > 0 } model)
        {
            parameters["model"] = model;
        }

        if (CodexMcpServers.Write(spec.McpServers) is { Count: > 0 } servers)
        {
            parameters["config"] = servers;
        }

        return parameters;
    }

    private static AgentStartException Failed(string code, string message, string next) =>
        new(new() { Code = code, Message = message, Next = next });
}
