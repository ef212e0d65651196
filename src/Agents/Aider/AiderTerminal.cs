using Homeport.Agents.Terminal;
using Homeport.Protocol.Agents;

namespace Homeport.Agents.Aider;

/// <summary>Aider as a person uses it: its own chat in a terminal, in which it asks before it runs or changes anything.</summary>
internal static class AiderTerminal
{
    private static readonly AiderAdapter Spoken = new();

    public static readonly TerminalAdapter Adapter = new(new()
    {
        Kind = AgentKinds.AiderTerminal,
        Name = "Aider in a terminal",
        Command = ["aider", "--no-check-update", "--no-show-release-notes"],
        FirstPrompt = FirstPrompt.Typed,
    })
    {
        Plate = Spoken.Plate,
        Probe = Spoken.Probe,
        InheritedEnvironment = ["AIDER_*", .. KnownEnvironment.Providers],
    };
}
