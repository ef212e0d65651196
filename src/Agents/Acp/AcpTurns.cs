using System.Text.Json;
using System.Text.Json.Nodes;
using Homeport.Agents.Conversations;
using Homeport.Protocol;
using Homeport.Protocol.Events;

namespace Homeport.Agents.Acp;

/// <summary>A prompt on its way to the agent, and what its answer means.</summary>
internal sealed class AcpTurns(AcpDialect dialect, SerialSink sink, AcpUpdates updates, TimeProvider time)
{
    /// <summary>Judges the answer to <c>session/prompt</c>.</summary>
    public async Task<TurnResult> JudgeAsync(JsonElement answer, CancellationToken cancellationToken)
    {
        var reason = answer.Text("stopReason") ?? "end_turn";
        var usage = updates.Finish(answer);
        if (usage.InputTokens + usage.OutputTokens > 0)
        {
            await sink.PublishAsync(
                EventKinds.Usage, updates.UsageItem, usage, ProtocolJson.Default.TokenUsage, cancellationToken);
        }

        if (dialect.TellsErrorsAsText && reason == "end_turn" && answer.Member("usage") is null &&
            updates.LastText.StartsWith("Error: ", StringComparison.Ordinal))
        {
            var words = updates.LastText["Error: ".Length..];
            return Fail(Verdict.Judge(dialect.Name, dialect.Probe.LoginStep, null, words, time.GetUtcNow()));
        }

        if (reason is "max_tokens" or "max_turn_requests")
        {
            await sink.NoticeAsync("stopped_early", $"{dialect.Name} stopped at a limit of its own ({reason}).", cancellationToken);
        }

        return reason == "refusal"
            ? Fail(new(TurnOutcome.Failed, new()
            {
                Code = "agent_refused",
                Message = $"{dialect.Name} refused to go on with this prompt.",
                Next = "Say it in other words.",
            })) with
            { StopReason = reason }
            : new() { Outcome = reason == "cancelled" ? TurnOutcome.Interrupted : TurnOutcome.Completed, StopReason = reason, Usage = usage };
    }

    /// <summary>A turn that failed.</summary>
    public TurnResult Fail(Verdict verdict) => new()
    {
        Outcome = verdict.Outcome,
        Failure = verdict.Failure,
        LimitResetsAt = verdict.ResetsAt,
        Usage = updates.Usage,
    };

    /// <summary>The prompt's blocks; images only where the agent takes them.</summary>
    public async Task<JsonArray> ContentOfAsync(AgentPrompt prompt, bool takesImages, CancellationToken cancellationToken)
    {
        var content = new JsonArray { (JsonNode)new JsonObject { ["type"] = "text", ["text"] = prompt.Text } };
        if (prompt.Attachments is { Count: > 0 } && !takesImages)
        {
            await sink.NoticeAsync("images_left_out", $"{dialect.Name} takes no images; it got the text only.", cancellationToken);
            return content;
        }

        foreach (var image in prompt.Attachments ?? [])
        {
            content.Add((JsonNode)new JsonObject { ["type"] = "image", ["mimeType"] = image.MediaType, ["data"] = image.Data });
        }

        return content;
    }
}
