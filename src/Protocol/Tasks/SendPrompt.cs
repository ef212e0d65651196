using System.Text.Json.Serialization;

namespace Homeport.Protocol.Tasks;

/// <summary>Says something to the agent: at once when it is idle, else as <see cref="Delivery"/> says.</summary>
public sealed record SendPromptRequest
{
    public required string TaskId { get; init; }
    public required string Prompt { get; init; }
    public IReadOnlyList<PromptAttachment>? Attachments { get; init; }

    /// <summary>The same key sent twice is one prompt; a client repeats it when it does not know whether the first arrived.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>What is to happen while the agent works; <c>queue</c> when left out.</summary>
    public PromptDelivery? Delivery { get; init; }
}

/// <summary>How words reach an agent that is at work.</summary>
[JsonConverter(typeof(SnakeCase<PromptDelivery>))]
public enum PromptDelivery
{
    /// <summary>After what it does now.</summary>
    Queue,

    /// <summary>Into what it does now, where the agent can take it; else they are queued.</summary>
    Steer,

    /// <summary>What it does now is stopped, and these come next, before all that waits.</summary>
    Interrupt,
}

/// <summary>An image that goes with a prompt.</summary>
public sealed record PromptAttachment
{
    public required string Name { get; init; }

    /// <summary>One of <c>image/png</c>, <c>image/jpeg</c>, <c>image/gif</c>, <c>image/webp</c>.</summary>
    public required string MediaType { get; init; }

    /// <summary>The bytes in base64; at most 512 KiB in all, so that a request stays under its cap.</summary>
    public required string Data { get; init; }
}

/// <summary>Where the prompt went.</summary>
public sealed record SendPromptResponse
{
    public required PromptDisposition Disposition { get; init; }
    public required UnitTaskView Task { get; init; }

    /// <summary>Set when it was queued.</summary>
    public QueuedPromptView? QueuedPrompt { get; init; }
}

/// <summary>What became of a prompt.</summary>
[JsonConverter(typeof(SnakeCase<PromptDisposition>))]
public enum PromptDisposition
{
    Started,
    Queued,

    /// <summary>The agent took it into the turn that runs.</summary>
    Steered,
}
