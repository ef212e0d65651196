namespace Homeport.Domain;

/// <summary>An expected refusal: something the caller can act on. A bug is an exception instead.</summary>
/// <param name="Code">One of the stable words of <see cref="ProblemCode"/>.</param>
/// <param name="Message">What happened, why, and what to do next, in one or two sentences.</param>
public sealed record Problem(ProblemCode Code, string Message)
{
    /// <summary>One entry for each thing that is wrong with the request; empty when the message says it all.</summary>
    public IReadOnlyList<FieldError> Errors { get; init; } = [];

    /// <summary>Facts a program branches on, such as the files of a merge conflict; keys are camelCase.</summary>
    public IReadOnlyDictionary<string, string[]> Facts { get; init; } = EmptyFacts;

    private static readonly Dictionary<string, string[]> EmptyFacts = [];
}

/// <summary>One wrong field of a request.</summary>
/// <param name="Path">A JSON pointer without the leading slash, such as <c>prompt</c> or <c>answers/0</c>.</param>
/// <param name="Message">What is wrong and what would be right.</param>
public sealed record FieldError(string Path, string Message);
