using System.Text.Json;
using Homeport.Agents.Conversations;

namespace Homeport.Agents.ClaudeCode;

/// <summary>The first exchange: an <c>initialize</c> that is answered, or a <c>result</c> that says why it will not be.</summary>
internal sealed class ClaudeGreeting(ClaudeControl control, ClaudeSystem system, AgentSessionSpec spec, TimeProvider time)
{
    public static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(30);
    private readonly TaskCompletionSource<JsonElement> _refusal = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The agent ends with this instead of an answer.</summary>
    public void Refuse(JsonElement result) => _refusal.TrySetResult(result.Clone());

    public async Task<AgentStarted> GreetAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(AnswerLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var greeting = control.RequestAsync(new() { ["subtype"] = "initialize", ["hooks"] = null }, either.Token);
            if (await Task.WhenAny(greeting, _refusal.Task) == _refusal.Task)
            {
                throw Refused(await _refusal.Task);
            }

            var response = await greeting;
            if (response.Text("subtype") == "error")
            {
                throw Failed("agent_unavailable", $"Claude Code refused to start: {response.Text("error")}.", "Update it with `claude update`.");
            }

            return await system.GreetAsync(response.Member("response"), cancellationToken);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Failed(
                "agent_timeout", "Claude Code did not answer within 30 seconds.", "Run `claude --version` in a terminal; reinstall it if that hangs too.");
        }
        catch (IOException exception)
        {
            throw _refusal.Task.IsCompletedSuccessfully ? Refused(await _refusal.Task) : new AgentStartException(
                new()
                {
                    Code = "agent_crashed",
                    Message = "Claude Code ended before it was ready.",
                    Next = "Read what it wrote last, and run `claude --version` in a terminal.",
                },
                exception);
        }
    }

    private AgentStartException Refused(JsonElement result)
    {
        var words = string.Join(' ', result.Items("errors").Select(error => error.ToString()));
        return words.Contains("No conversation found", StringComparison.OrdinalIgnoreCase)
            ? AgentStartException.LostSession("Claude Code", spec.NativeSessionId)
            : new(Verdict.Judge("Claude Code", ClaudeCodeAdapter.LogInStep, null, words.Length > 0 ? words : result.Text("result") ?? "", time.GetUtcNow()).Failure);
    }

    private static AgentStartException Failed(string code, string message, string next) =>
        new(new() { Code = code, Message = message, Next = next });
}
