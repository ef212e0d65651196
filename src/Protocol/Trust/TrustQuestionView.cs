namespace Homeport.Protocol.Trust;

/// <summary>A task waits until somebody has looked at these files.</summary>
public sealed record TrustQuestionView
{
    public required string Id { get; init; }
    public required string RepositoryGroupId { get; init; }
    public required string TaskId { get; init; }
    public required IReadOnlyList<TrustFileView> Files { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>The question in short, as part of its task.</summary>
public sealed record TrustQuestionSummary
{
    public required string Id { get; init; }

    /// <summary>How many files there are; <c>paths</c> names at most 20 of them.</summary>
    public required int Files { get; init; }

    public required IReadOnlyList<string> Paths { get; init; }
}

/// <summary>Asks for one question.</summary>
public sealed record GetTrustQuestionRequest
{
    public required string Id { get; init; }
}

/// <summary>One question.</summary>
public sealed record TrustQuestionResponse
{
    public required TrustQuestionView Question { get; init; }
}

/// <summary>The questions that wait, oldest first. JSON-RPC calls the list <c>questions</c>.</summary>
public sealed record ListTrustQuestionsResponse
{
    public required IReadOnlyList<TrustQuestionView> Items { get; init; }
}

/// <summary>Trusts exactly the files that the question shows, in this project, from now on.</summary>
public sealed record AcceptTrustRequest
{
    /// <summary>A question has another id as soon as its files are others.</summary>
    public required string QuestionId { get; init; }
}

/// <summary>What is trusted now, and how many tasks wait no more.</summary>
public sealed record AcceptTrustResponse
{
    public required int Files { get; init; }
    public required int Tasks { get; init; }
}
