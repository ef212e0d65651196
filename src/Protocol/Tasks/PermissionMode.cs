using System.Text.Json.Serialization;

namespace Homeport.Protocol.Tasks;

/// <summary>How much an agent may do without asking.</summary>
[JsonConverter(typeof(SnakeCase<PermissionMode>))]
public enum PermissionMode
{
    /// <summary>Reads and plans; changes nothing until the plan is approved.</summary>
    Plan,

    /// <summary>Asks before each edit and command that its own rules do not already allow.</summary>
    Ask,

    /// <summary>Edits files in its worktree without asking; asks for commands.</summary>
    AcceptEdits,

    /// <summary>Never asks. Needs a typed confirmation outside a sandbox.</summary>
    Bypass,
}
