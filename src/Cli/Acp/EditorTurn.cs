using System.Text.Json;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Tasks;

namespace Homeport.Cli.Acp;

/// <summary>A prompt of the editor on its way: which of the task's turns it became, and how that ended.</summary>
internal sealed class EditorTurn(string prompt)
{
    private readonly TaskCompletionSource<TurnEndedPayload> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _turnId;
    private long? _sentAt;

    public Task<TurnEndedPayload> Ended => _ended.Task;

    /// <summary>The editor wants it to stop.</summary>
    public bool IsCancelled { get; set; }

    /// <summary>Nothing more comes until somebody does something.</summary>
    public static bool Rests(UnitTaskView task) =>
        task.State is not (TaskState.Queued or TaskState.Running or TaskState.Waiting or TaskState.Blocked);

    /// <summary>Whether the task's turn begins with this prompt; words of another client begin another.</summary>
    public bool IsBegunBy(EventView entry)
    {
        if (_turnId is not null || entry.Payload.Deserialize(ProtocolJson.Default.UserMessagePayload)!.Text != prompt)
        {
            return false;
        }

        _turnId = entry.TurnId;
        return true;
    }

    public void EndWith(EventView entry)
    {
        if (_turnId is not null && entry.TurnId == _turnId)
        {
            End(entry.Payload.Deserialize(ProtocolJson.Default.TurnEndedPayload)!);
        }
    }

    public void End(TurnEndedPayload how) => _ended.TrySetResult(how);

    /// <summary>The task as the last event told it.</summary>
    public UnitTaskView? LastTask { get; private set; }

    /// <summary>The host has the prompt. What the task was before says nothing of what becomes of it.</summary>
    public void Sent(UnitTaskView task) => _sentAt = task.Version;

    /// <summary>Whether the task rests since the prompt was sent.</summary>
    public bool HasComeToRest(UnitTaskView task)
    {
        LastTask = task;
        return _sentAt is { } sent && task.Version > sent && Rests(task);
    }

    /// <summary>The protocol's stop reason.</summary>
    /// <exception cref="CommandException">The agent failed; it says why and what to do.</exception>
    public string Judge(TurnEndedPayload how) => IsCancelled ? "cancelled" : how.Outcome switch
    {
        TurnOutcome.Completed => how.StopReason is "max_tokens" or "max_turn_requests" or "refusal" ? how.StopReason : "end_turn",
        TurnOutcome.Interrupted => "cancelled",
        TurnOutcome.Failed or TurnOutcome.Limited => throw new CommandException(
            ExitCodes.Failed, how.Failure?.Code ?? ErrorCodes.Internal,
            how.Failure is { } failure ? $"{failure.Message}{(failure.Next is { } next ? $" {next}" : "")}" : "The agent failed without saying why."),
    };
}
