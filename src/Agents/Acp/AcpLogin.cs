using System.Text.Json;
using Homeport.Agents.Conversations;
using Homeport.Protocol.Tasks;

namespace Homeport.Agents.Acp;

/// <summary>
/// What a person is told when an agent wants a login first. We do not log in for anybody: a method of the agent's own may open a
/// browser on a machine at which nobody sits.
/// </summary>
internal static class AcpLogin
{
    /// <summary>Adds to a failure for lack of a login which ways the agent offers and how to go them.</summary>
    /// <param name="failure">Of code <c>not_logged_in</c>; any other is left as it is.</param>
    /// <param name="greeting">What the agent offers.</param>
    /// <param name="command">The agent's own command line.</param>
    public static TaskFailure Explain(TaskFailure failure, AcpGreeting greeting, IReadOnlyList<string> command)
    {
        JsonElement[] methods = [.. greeting.AuthenticationMethods.Where(method => NameOf(method) is not null)];
        if (failure.Code != "not_logged_in" || methods.Length == 0)
        {
            return failure;
        }

        string?[] steps = [failure.Next, .. methods.Select(method => StepOf(method, command))];
        return failure with
        {
            Message = $"{failure.Message} It offers: {string.Join(", ", methods.Select(NameOf))}.",
            Next = string.Join(" Or: ", steps.OfType<string>().Select(step => step.TrimEnd('.')).Distinct(StringComparer.Ordinal)) is { Length: > 0 } next
                ? $"{next}. Then press Retry."
                : failure.Next,
        };
    }

    private static string? NameOf(JsonElement method) => method.Text("name") ?? method.Text("methodId") ?? method.Text("id");

    private static string? StepOf(JsonElement method, IReadOnlyList<string> command)
    {
        if (method.Text("type") == "terminal" && command.Count > 0)
        {
            return $"run `{CommandLine(method.Member("env"), [.. command, .. WordsOf(method)])}` in a terminal ({NameOf(method)})";
        }

        if (method.Member("_meta").Member("terminal-auth") is { } known && known.Text("command") is { Length: > 0 } program)
        {
            return $"run `{CommandLine(known.Member("env"), [program, .. WordsOf(known)])}` in a terminal ({NameOf(method)})";
        }

        string[] variables = [.. method.Items("vars").Select(entry => entry.Text("name")).Append(method.Text("varName")).OfType<string>()];
        return method.Text("type") == "env_var" && variables.Length > 0
            ? $"set {string.Join(" and ", variables)} where Homeport is started ({NameOf(method)})"
            : method.Text("description") is { Length: > 0 } description ? $"{Titles.FirstLine(description)} ({NameOf(method)})" : null;
    }

    private static IEnumerable<string> WordsOf(JsonElement method) =>
        method.Items("args").Where(word => word.ValueKind == JsonValueKind.String).Select(word => word.AsText());

    private static string CommandLine(JsonElement? environment, IEnumerable<string> words)
    {
        var variables = environment.Members().Where(variable => variable.Value.ValueKind == JsonValueKind.String)
            .Select(variable => $"{variable.Name}={Quote(variable.Value.AsText())}")
            .Concat(environment is { ValueKind: JsonValueKind.Array } list
                ? list.EnumerateArray().Select(entry => $"{entry.Text("name")}={Quote(entry.Text("value") ?? "")}")
                : []);
        return string.Join(' ', [.. variables, .. words.Select(Quote)]);
    }

    /// <summary>For a shell.</summary>
    private static string Quote(string word) =>
        word.Length > 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_./=:@%+,".Contains(letter, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
