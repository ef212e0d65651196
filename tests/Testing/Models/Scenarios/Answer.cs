using System.Text.Json.Nodes;
using Homeport.Testing.Models.Conversations;

namespace Homeport.Testing.Models.Scenarios;

/// <summary>What the model answers. A <see cref="Failure"/> excludes all else.</summary>
internal sealed record Answer
{
    private readonly IReadOnlyList<string>? _deltas;

    public string Text { get; init; } = "";
    public string? Thinking { get; init; }
    public IReadOnlyList<ToolCall> Calls { get; init; } = [];
    public Failure? Failure { get; init; }

    /// <summary>The pieces in which the text is streamed; together they are the text.</summary>
    public IReadOnlyList<string> Deltas
    {
        get => _deltas ?? [.. Text.Chunk(12).Select(piece => new string(piece))];
        init => _deltas = value;
    }

    /// <summary>How long the headers are held back.</summary>
    public TimeSpan Delay { get; init; }

    public TimeSpan BetweenDeltas { get; init; }

    /// <summary>What happens when half of the deltas were sent.</summary>
    public Midway Midway { get; init; }

    /// <summary>How long a stall lasts.</summary>
    public TimeSpan StallFor { get; init; }

    /// <summary>The gate to wait at.</summary>
    public string? Gate { get; init; }

    public int OutputTokens => Math.Max(1, (Text.Length + Calls.Sum(call => call.Input.ToJsonString().Length)) / 4);

    public static Answer Say(string text) => new() { Text = text };
}

internal enum Midway
{
    None,
    Stall,
    Cut,
    Gate,
}

/// <summary><see cref="Input"/> is an object, or a string for a tool that takes free text.</summary>
internal sealed record ToolCall(OfferedTool Tool, JsonNode Input)
{
    public string InputText => Tool.Kind == ToolKind.Custom ? Input.GetValue<string>() : Input.ToJsonString();
}

/// <summary>A refusal of the provider. <see cref="ResetsAt"/> is set for a used-up limit.</summary>
internal sealed record Failure(int Status, string? RetryAfter = null, DateTimeOffset? ResetsAt = null);
