using System.Text.Json;
using Homeport.Agents.Conversations;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Rpc;

namespace Homeport.Agents.Acp;

/// <summary>A prompt on its way to the agent, and what its answer means.</summary>
internal sealed class AcpTurns(
    AcpDialect dialect, RpcConnection connection, AcpVersions versions, AcpSession session, SerialSink sink, AcpUpdates updates,
    AcpMessages messages, QuietWatch watch, TimeProvider time)
{
    /// <summary>How long an agent that is told to stop may take before it is given up.</summary>
    private static readonly TimeSpan CancelPatience = TimeSpan.FromSeconds(1);

    /// <summary>Gives the agent the prompt and judges how it ended.</summary>
    /// <param name="prompt">What a person says.</param>
    /// <param name="isInterrupted">Whether the agent was asked to stop.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<TurnResult> RunAsync(AgentPrompt prompt, Func<bool> isInterrupted, CancellationToken cancellationToken)
    {
        try
        {
            var content = await AcpPrompt.CreateAsync(prompt, session.Greeting, dialect.Name, sink, cancellationToken);
            return await AnswerAsync(session.Parameters(new() { ["prompt"] = content }), isInterrupted, cancellationToken);
        }
        catch (RpcException) when (isInterrupted())
        {
            return new() { Outcome = TurnOutcome.Interrupted, Usage = updates.Usage };
        }
        catch (RpcException exception)
        {
            return Fail(session.Judge(exception));
        }
        catch (IOException)
        {
            return isInterrupted() ? new() { Outcome = TurnOutcome.Interrupted } : Fail(Verdict.Crashed(dialect.Name));
        }
    }

    private async Task<TurnResult> AnswerAsync(JsonElement parameters, Func<bool> isInterrupted, CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var prompting = versions.Spoken.PromptAsync(parameters, cancellationToken);
        var patience = Task.Delay(QuietWatch.FirstPatience, time, waiting.Token);
        try
        {
            if (await Task.WhenAny(prompting, patience) == patience && !watch.HasSpoken && !isInterrupted())
            {
                cancellationToken.ThrowIfCancellationRequested();
                return await GiveUpAsync(prompting, cancellationToken);
            }

            return await JudgeAsync(await prompting, cancellationToken);
        }
        finally
        {
            await waiting.CancelAsync();
        }
    }

    /// <summary>Not one word came: the agent is told to stop, and where it does not, nothing more is said to it.</summary>
    private async Task<TurnResult> GiveUpAsync(Task<JsonElement> prompting, CancellationToken cancellationToken)
    {
        await connection.NotifyAsync("session/cancel", session.Parameters([]), cancellationToken);
        if (await Task.WhenAny(prompting, Task.Delay(CancelPatience, time, cancellationToken)) != prompting)
        {
            await connection.CloseAsync("The agent did not answer."); // the next turn begins with a new process
        }

        return Fail(new(TurnOutcome.Failed, new()
        {
            Code = "agent_timeout",
            Message = $"{dialect.Name} said nothing within {QuietWatch.FirstPatience.TotalSeconds:0} seconds of the prompt.",
            Next = "Look at its provider and at the network, then press Retry.",
        }));
    }

    private async Task<TurnResult> JudgeAsync(JsonElement answer, CancellationToken cancellationToken)
    {
        var reason = answer.Text("stopReason") ?? "end_turn";
        var usage = updates.Finish(answer);
        if (usage.InputTokens + usage.OutputTokens > 0)
        {
            await sink.PublishAsync(
                EventKinds.Usage, updates.UsageItem, usage, ProtocolJson.Default.TokenUsage, cancellationToken);
        }

        if (dialect.TellsErrorsAsText && reason == "end_turn" && answer.Member("usage") is null &&
            messages.LastText.StartsWith("Error: ", StringComparison.Ordinal))
        {
            var words = messages.LastText["Error: ".Length..];
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

    private TurnResult Fail(Verdict verdict) => new()
    {
        Outcome = verdict.Outcome,
        Failure = verdict.Failure,
        LimitResetsAt = verdict.ResetsAt,
        Usage = updates.Usage,
    };
}
