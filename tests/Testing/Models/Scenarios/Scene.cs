using Homeport.Testing.Models.Conversations;

namespace Homeport.Testing.Models.Scenarios;

/// <summary>Where in which script a request stands. <see cref="Step"/> = tool results since the prompt.</summary>
internal sealed record Scene(ModelRequest Request, Directive Directive, int Step, string LastResult, string Prompt)
{
    /// <summary>What agents put beside the words of the person: reminders, environment, notes about an interruption.</summary>
    private static readonly string[] Noise = ["<", "[Request interrupted", "# AGENTS.md", "[SYSTEM"];

    /// <summary>
    /// The prompt is the last user turn that holds a directive or does not directly follow a tool result. In it the last
    /// block counts that is no noise. A prompt without directive (a nudge, a helper that got the whole history) gets the
    /// default, never an old directive, so side agents repeat no tool call.
    /// </summary>
    public static Scene Of(ModelRequest request, string? header, Directive otherwise)
    {
        var turns = request.Turns;
        var at = turns.Count - 1;
        while (at >= 0 && !IsPrompt(turns, at))
        {
            at--;
        }

        var prompt = at < 0 ? "" : turns[at].Blocks.LastOrDefault(IsSpoken) ?? "";
        var directive = (header is null ? Directive.FindLast(prompt) : Directive.Parse(header)) ?? otherwise;
        var results = turns.Skip(at + 1).Where(turn => turn.Speaker == Speaker.Tool).ToList();
        return new Scene(request, directive, results.Count, results.LastOrDefault()?.Blocks[^1] ?? "", prompt);
    }

    private static bool IsPrompt(IReadOnlyList<ConversationTurn> turns, int at) =>
        turns[at].Speaker == Speaker.User &&
        (at == 0 || turns[at - 1].Speaker != Speaker.Tool || turns[at].Blocks.Any(Directive.IsIn));

    private static bool IsSpoken(string block) =>
        Directive.IsIn(block) || !Noise.Any(noise => block.TrimStart().StartsWith(noise, StringComparison.Ordinal));
}
