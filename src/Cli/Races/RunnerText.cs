using Homeport.Protocol.Races;
using Homeport.Protocol.Tasks;

namespace Homeport.Cli.Races;

/// <summary>Reads a runner as it is written on a command line: <c>AGENT[:MODEL][,mode=MODE][,isolation=KIND]</c>.</summary>
internal static class RunnerText
{
    public static RaceProfile Read(string text)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        var agent = parts[0].Split(':', 2);
        if (agent[0].Length == 0)
        {
            throw Wrong(text);
        }

        var profile = new RaceProfile { AgentType = agent[0], Model = agent.Length > 1 && agent[1].Length > 0 ? agent[1] : null };
        return parts.Skip(1).Aggregate(profile, (known, part) => part.Split('=', 2) switch
        {
            ["mode", var mode] when TryRead<PermissionMode>(mode, out var value) => known with { PermissionMode = value },
            ["isolation", var kind] when TryRead<Isolation>(kind, out var value) => known with { Isolation = value },
            _ => throw Wrong(text),
        });
    }

    private static bool TryRead<T>(string word, out T value)
        where T : struct, Enum =>
        Enum.TryParse(word.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out value)
        && !int.TryParse(word, out _);

    private static CommandException Wrong(string text) => CommandException.Usage(
        $"'{text}' is no runner. Write an agent, as you like with a model, a mode and an isolation: claude_code:opus,mode=plan,isolation=sandbox.");
}
