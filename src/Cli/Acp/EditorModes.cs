using System.Text.Json.Nodes;
using Homeport.Protocol.Tasks;

namespace Homeport.Cli.Acp;

/// <summary>Our permission modes as an editor offers them. Bypass is none of them: it wants a word of its own.</summary>
internal static class EditorModes
{
    private static readonly (PermissionMode Mode, string Id, string Name)[] Offered =
    [
        (PermissionMode.Plan, "plan", "Plan"),
        (PermissionMode.Ask, "ask", "Ask"),
        (PermissionMode.AcceptEdits, "accept_edits", "Accept edits"),
    ];

    /// <summary>What a session says of its mode.</summary>
    public static JsonObject Describe(PermissionMode mode)
    {
        var modes = Offered.Select(offered => (offered.Id, offered.Name));
        if (mode == PermissionMode.Bypass)
        {
            modes = modes.Append((IdOf(mode), "Bypass"));
        }

        return new()
        {
            ["currentModeId"] = IdOf(mode),
            ["availableModes"] = new JsonArray([.. modes.Select(offered => (JsonNode)new JsonObject { ["id"] = offered.Id, ["name"] = offered.Name })]),
        };
    }

    public static string IdOf(PermissionMode mode) => Array.Find(Offered, offered => offered.Mode == mode).Id ?? "bypass";

    /// <summary>Null for a mode that is not offered.</summary>
    public static PermissionMode? Parse(string id) =>
        Array.Find(Offered, offered => offered.Id == id.Replace('-', '_')) is { Id: not null } found ? found.Mode : null;
}
