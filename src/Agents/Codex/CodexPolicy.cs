using System.Text.Json.Nodes;
using Homeport.Protocol.Tasks;

namespace Homeport.Agents.Codex;

/// <summary>When Codex asks, and what its sandbox lets a command do; our modes in its words.</summary>
/// <param name="Approval"><c>untrusted</c> asks before each edit and each command that it does not know to be harmless.</param>
/// <param name="Sandbox">As <c>thread/start</c> names it.</param>
/// <param name="SandboxType">As <c>turn/start</c> names it.</param>
internal sealed record CodexPolicy(string Approval, string Sandbox, string SandboxType)
{
    public string Name => $"{Approval}, {Sandbox}";

    public static CodexPolicy For(PermissionMode mode) => mode switch
    {
        PermissionMode.Plan => new("on-request", "read-only", "readOnly"),
        PermissionMode.Ask => new("untrusted", "workspace-write", "workspaceWrite"),
        PermissionMode.AcceptEdits => new("on-request", "workspace-write", "workspaceWrite"),
        PermissionMode.Bypass => new("never", "danger-full-access", "dangerFullAccess"),
    };

    public void AddToThread(JsonObject parameters)
    {
        (parameters["approvalPolicy"], parameters["sandbox"], parameters["approvalsReviewer"]) = (Approval, Sandbox, "user");
    }

    public void AddToTurn(JsonObject parameters)
    {
        (parameters["approvalPolicy"], parameters["approvalsReviewer"]) = (Approval, "user");
        parameters["sandboxPolicy"] = new JsonObject { ["type"] = SandboxType };
    }
}
