using System.Text.Json;
using Homeport.Agents.Conversations;

namespace Homeport.Agents.Acp;

/// <summary>What is told of a tool call.</summary>
/// <param name="Call">Its id, and whatever changed.</param>
/// <param name="IsNew">The call begins with it, also when its id was in use before.</param>
/// <param name="NullClears">Whether null and an empty list take back what was told; otherwise they say nothing.</param>
/// <param name="KeepsContent">The call has content already, so that its bare output is not needed for one.</param>
internal readonly record struct AcpToolUpdate(JsonElement Call, bool IsNew = false, bool NullClears = false, bool KeepsContent = false)
{
    /// <summary>Whether it takes back a member that was told.</summary>
    public bool Clears(string name) => NullClears && Call.Names(name) &&
        Call.Member(name) is null or { ValueKind: JsonValueKind.Array };
}
