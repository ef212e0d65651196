using System.Text.Json.Serialization;

namespace Homeport.Protocol.Tasks;

/// <summary>How far a new worktree is set up.</summary>
[JsonConverter(typeof(SnakeCase<SetupState>))]
public enum SetupState
{
    /// <summary>It will be, before the agent's next turn.</summary>
    Due,

    Done,

    /// <summary>It will be tried again before the agent's next turn.</summary>
    Failed,

    /// <summary>A person wanted to begin without.</summary>
    Skipped,
}
