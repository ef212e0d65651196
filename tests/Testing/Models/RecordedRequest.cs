using System.Text.Json.Nodes;

namespace Homeport.Testing.Models;

/// <summary>One request as the server saw it. <see cref="Midway"/> and <see cref="Outcome"/> complete while it is answered.</summary>
public sealed class RecordedRequest
{
    private readonly TaskCompletionSource _midway = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<RequestOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Counted from 1 over all requests of this server.</summary>
    public required int Number { get; init; }
    public required string Method { get; init; }
    public required string Path { get; init; }
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>Null when the body was no JSON object.</summary>
    public JsonObject? Body { get; init; }

    /// <summary><c>anthropic</c>, <c>chat</c>, <c>responses</c> or <c>gemini</c>; null when this was no model call.</summary>
    public string? Api { get; init; }
    public string? Model { get; init; }
    public bool Streamed { get; init; }
    public IReadOnlyList<string> Tools { get; init; } = [];
    public string? Scenario { get; init; }

    /// <summary>Tool results since the prompt.</summary>
    public int Step { get; init; }

    /// <summary>A request that an agent makes beside the conversation: a title, a summary.</summary>
    public bool IsSide { get; init; }

    /// <summary>The tools that the answer calls.</summary>
    public IReadOnlyList<string> Calls { get; init; } = [];
    public int Status { get; init; } = 200;

    /// <summary>Completes when the first half of the answer was sent and the answer waits at a gate, stalls or is cut.</summary>
    public Task Midway => _midway.Task;

    public Task<RequestOutcome> Outcome => _outcome.Task;

    /// <summary>True for a call that belongs to the conversation itself.</summary>
    public bool IsTurn => Api is not null && !IsSide;

    internal void ReachMidway() => _midway.TrySetResult();

    internal void End(RequestOutcome outcome) => _outcome.TrySetResult(outcome);
}
