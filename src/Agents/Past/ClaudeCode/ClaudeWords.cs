using System.Text.Json;
using System.Text.RegularExpressions;
using Homeport.Agents.Conversations;

namespace Homeport.Agents.Past.ClaudeCode;

/// <summary>What is in the lines of Claude Code's record that are not the model's.</summary>
internal static partial class ClaudeWords
{
    /// <summary>Stands for a model in lines that Claude Code wrote itself.</summary>
    private const string NoModel = "<synthetic>";

    /// <summary>What the person wrote; empty when the line is the answer of a tool.</summary>
    public static string Asked(JsonElement entry)
    {
        var message = entry.Member("message");
        var text = message.Text("content") ?? string.Join(
            "\n\n", message.Items("content").Where(block => block.Text("type") == "text").Select(block => block.Text("text")));
        return Plain(text);
    }

    public static string? ModelOf(JsonElement entry) => entry.Member("message").Text("model") is { } model && model != NoModel ? model : null;

    /// <summary>
    /// A slash command as it was typed: <c>&lt;command-name&gt;/review&lt;/command-name&gt;…&lt;command-args&gt;src&lt;/command-args&gt;</c>
    /// as <c>/review src</c>.
    /// </summary>
    private static string Plain(string text)
    {
        if (Command().Match(text) is not { Success: true } command)
        {
            return text;
        }

        var arguments = Arguments().Match(text) is { Success: true } match ? match.Groups[1].Value.Trim() : "";
        return $"{command.Groups[1].Value.Trim()} {arguments}".Trim();
    }

    [GeneratedRegex("^\\s*(?:<command-message>[^<]*</command-message>\\s*)?<command-name>([^<]*)</command-name>", RegexOptions.None, 200)]
    private static partial Regex Command();

    [GeneratedRegex("<command-args>([^<]*)</command-args>", RegexOptions.None, 200)]
    private static partial Regex Arguments();
}
