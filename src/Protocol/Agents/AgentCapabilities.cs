namespace Homeport.Protocol.Agents;

/// <summary>
/// What can be done with an agent over the protocol by which Homeport speaks to it. Left out is what nobody knows before a
/// session is open; a feature is offered where the answer is yes.
/// </summary>
public sealed record AgentCapabilities
{
    /// <summary>Asks before it acts, and waits for the answer.</summary>
    public bool? Approvals { get; init; }

    /// <summary>Takes further words into the turn that runs.</summary>
    public bool? Steer { get; init; }

    /// <summary>Goes back to an earlier point of its own conversation.</summary>
    public bool? Rewind { get; init; }

    /// <summary>Goes on in a copy of a session, so that the first stays as it is.</summary>
    public bool? Fork { get; init; }

    /// <summary>Opens an earlier session again after its process ended.</summary>
    public bool? Resume { get; init; }

    /// <summary>Takes pictures with a prompt.</summary>
    public bool? Images { get; init; }

    /// <summary>Takes the contents of files with a prompt, apart from its text.</summary>
    public bool? EmbeddedContext { get; init; }

    /// <summary>Changes its permission mode in a session that is open.</summary>
    public bool? Modes { get; init; }

    /// <summary>Takes the name of a model.</summary>
    public bool? Models { get; init; }

    /// <summary>Tells its slash commands.</summary>
    public bool? SlashCommands { get; init; }

    /// <summary>Takes servers of the Model Context Protocol for a session.</summary>
    public bool? Mcp { get; init; }

    /// <summary>Tells its list of what is to be done.</summary>
    public bool? Plans { get; init; }

    /// <summary>Tells how many tokens a turn used.</summary>
    public bool? Usage { get; init; }

    /// <summary>Works in a terminal of its own, which a person looks at and types into; what it does is guessed from its output.</summary>
    public bool? Terminal { get; init; }

    /// <summary>Shortens its own conversation when it is told to.</summary>
    public bool? Compact { get; init; }
}
