namespace Homeport.Protocol;

/// <summary>The <c>data</c> member of a JSON-RPC error and the extra members of a REST problem.</summary>
public sealed record ErrorData
{
    /// <summary>One of <see cref="ErrorCodes"/>.</summary>
    public required string Code { get; init; }

    /// <summary>What happened, why, and what to do next.</summary>
    public string? Detail { get; init; }

    /// <summary>Everything that is wrong with the request, all at once.</summary>
    public IReadOnlyList<FieldErrorView>? Errors { get; init; }

    /// <summary>Facts of this code, such as <c>files</c> of a merge conflict or <c>from</c>, <c>to</c>, <c>allowed</c> of a transition.</summary>
    public IReadOnlyDictionary<string, string[]>? Facts { get; init; }
}

/// <summary>One wrong field. <c>Path</c> is a JSON pointer without its first slash.</summary>
public sealed record FieldErrorView(string Path, string Message);
