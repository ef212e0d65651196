using System.Text.Json;

namespace Homeport.Agents.Past;

/// <summary>
/// What one agent writes down of its own sessions: where it lies and how it is read, entry by entry. What is there is data of
/// another program, in any version and any state: nothing is trusted to have its shape.
/// </summary>
public interface IPastRecord
{
    /// <summary>A kind of AgentKinds.</summary>
    string Kind { get; }

    /// <summary>The folder that holds the sessions; null when this environment names none.</summary>
    string? FolderIn(IReadOnlyDictionary<string, string> environment);

    /// <summary>How many folders lie between that folder and a session.</summary>
    int Depth { get; }

    /// <summary>Whether a file of this name is a session, by its name alone.</summary>
    bool IsSession(string name);

    /// <summary>The agent's own id of the session in a file of this name.</summary>
    string NativeIdOf(string name);

    /// <summary>When an entry was written; null where it does not tell.</summary>
    DateTimeOffset? TimeOf(JsonElement entry);

    /// <summary>Adds what an entry tells of its session.</summary>
    void Gather(JsonElement entry, PastFacts facts);

    /// <summary>Someone who tells entries as events.</summary>
    /// <param name="folder">Where the agent worked: paths in it are told without it.</param>
    /// <param name="sink">Gets the events; approvals are never asked for.</param>
    /// <param name="ids">An item's id by the agent's own id of it, or for an item without one: the same each time a record is told.</param>
    IPastTeller Teller(string folder, IAgentSink sink, Func<string?, string> ids);
}

/// <summary>Tells the entries of one session, one after another.</summary>
public interface IPastTeller
{
    ValueTask TellAsync(JsonElement entry, CancellationToken cancellationToken);
}
