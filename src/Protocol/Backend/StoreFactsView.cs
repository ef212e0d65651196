namespace Homeport.Protocol.Backend;

/// <summary>What the store holds, without a word of its content.</summary>
public sealed record StoreFactsView
{
    /// <summary>Such as <c>SQLite</c>.</summary>
    public required string Engine { get; init; }

    /// <summary>Of the whole store.</summary>
    public required long Bytes { get; init; }

    public required IReadOnlyList<MigrationView> Migrations { get; init; }
    public required IReadOnlyList<TableView> Tables { get; init; }
}

/// <summary>A step of the schema.</summary>
public sealed record MigrationView(int Version, string Name, DateTimeOffset AppliedAt);

/// <summary>A table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rows">Counted up to a million.</param>
/// <param name="HasMore">There are more than were counted.</param>
public sealed record TableView(string Name, long Rows, bool HasMore);
