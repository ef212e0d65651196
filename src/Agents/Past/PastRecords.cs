using Homeport.Agents.Past.ClaudeCode;
using Homeport.Agents.Past.Codex;
using Homeport.Agents.Past.Opencode;

namespace Homeport.Agents.Past;

/// <summary>The agents whose own records can be read.</summary>
public static class PastRecords
{
    public static IReadOnlyList<IPastRecord> All { get; } = [new ClaudeRecord(), new CodexRecord(), new OpencodeRecord()];

    public static IPastRecord? Find(string kind) => All.FirstOrDefault(record => record.Kind == kind);
}
