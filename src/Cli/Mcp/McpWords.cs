using Homeport.Protocol.Mcp;

namespace Homeport.Cli.Mcp;

/// <summary>Values of servers as they are given on a command line, and servers as they are shown there.</summary>
internal static class McpWords
{
    public static Dictionary<string, string>? Variables(IEnumerable<string> given, Surroundings surroundings) => Read(
        given,
        one => one.IndexOf('=', StringComparison.Ordinal) is > 0 and var sign
            ? (one[..sign], one[(sign + 1)..])
            : (one, OwnVariable(one, surroundings)));

    public static Dictionary<string, string>? Headers(IEnumerable<string> given, Surroundings surroundings) => Read(
        given,
        one => one.IndexOf("=$", StringComparison.Ordinal) is > 0 and var sign ? (one[..sign].Trim(), OwnVariable(one[(sign + 2)..], surroundings))
            : one.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? (one[..colon].Trim(), one[(colon + 1)..].Trim())
            : throw CommandException.Usage($"'{one.Split('=', ':')[0]}' is no header. Give --header 'NAME: VALUE' or --header NAME=$VARIABLE."));

    /// <summary>What runs, or where it is.</summary>
    public static string Target(McpServerView server) => server.Command is { } command ? string.Join(' ', command) : server.Url ?? "";

    private static Dictionary<string, string>? Read(IEnumerable<string> given, Func<string, (string Name, string Value)> read)
    {
        var values = given.Select(read).ToDictionary(entry => entry.Name, entry => entry.Value, StringComparer.Ordinal);
        return values.Count == 0 ? null : values;
    }

    private static string OwnVariable(string name, Surroundings surroundings) => surroundings.Environment.GetValueOrDefault(name)
        ?? throw CommandException.Usage($"The variable {name} is not set here, so there is no value to take.");
}
