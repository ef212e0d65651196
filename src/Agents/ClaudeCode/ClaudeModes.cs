using Homeport.Protocol.Tasks;

namespace Homeport.Agents.ClaudeCode;

/// <summary>Our modes and Claude Code's.</summary>
internal static class ClaudeModes
{
    public static string Name(PermissionMode mode) => mode switch
    {
        PermissionMode.Plan => "plan",
        PermissionMode.Ask => "default",
        PermissionMode.AcceptEdits => "acceptEdits",
        PermissionMode.Bypass => "bypassPermissions",
    };

    /// <summary>Null for a mode that we have no word for, such as <c>dontAsk</c>.</summary>
    public static PermissionMode? Find(string? name) => name switch
    {
        "plan" => PermissionMode.Plan,
        "default" => PermissionMode.Ask,
        "acceptEdits" => PermissionMode.AcceptEdits,
        "bypassPermissions" => PermissionMode.Bypass,
        _ => null,
    };
}
