using System.Globalization;

namespace Homeport.Testing.Models.Scenarios;

/// <summary>
/// Every script by its name. Any script with tools takes <c>text=</c> (said with the call) and <c>final=</c> (said after
/// it); any script takes <c>gate=NAME</c> (stop half way until the test opens the gate) and <c>delay=MS</c> (between deltas).
/// <list type="table">
/// <item><term>echo</term><description>one text: the start of the prompt; <c>text=</c></description></item>
/// <item><term>write-file</term><description>the agent's own write tool; <c>path= content=</c></description></item>
/// <item><term>shell</term><description>the agent's own shell; <c>cmd=</c></description></item>
/// <item><term>ask-permission</term><description>as shell, asking for more rights where the tool can; <c>cmd=</c></description></item>
/// <item><term>tool-loop N</term><description>N shell calls one after the other; <c>cmd=</c></description></item>
/// <item><term>parallel N</term><description>N shell calls in one answer; <c>cmd=</c></description></item>
/// <item><term>call</term><description>any offered tool; <c>tool= args={json}</c> (<c>tool=*x</c>: the name ends with x)</description></item>
/// <item><term>question</term><description>the agent's tool to ask its user; <c>question= options=Red,Blue</c></description></item>
/// <item><term>plan</term><description>writes the plan where the agent wants it and leaves plan mode; <c>plan=</c></description></item>
/// <item><term>play</term><description>a whole session from a file, chosen by the words of the prompt; <c>script=</c></description></item>
/// <item><term>long-stream N</term><description>N text deltas; <c>delay=MS</c> (0)</description></item>
/// <item><term>thinking</term><description>a thought, then text</description></item>
/// <item><term>slow</term><description>headers are held back; <c>ms=</c> (5000)</description></item>
/// <item><term>stall</term><description>half the text, then silence; <c>ms=</c> (600000)</description></item>
/// <item><term>disconnect</term><description>half the text, then the connection is cut; <c>times=</c></description></item>
/// <item><term>error-STATUS</term><description>a refusal; <c>times= retry-after=</c></description></item>
/// <item><term>usage-limit</term><description>429 with the headers of a used-up plan; <c>resets=SECONDS times=</c></description></item>
/// </list>
/// </summary>
internal sealed class ScenarioBook(FailureCount failures, TimeProvider time)
{
    public Answer Answer(Scene scene)
    {
        var directive = scene.Directive;
        var answer = Play(scene) with { BetweenDeltas = TimeSpan.FromMilliseconds(directive.Number("delay", 0)) };
        return directive.Text("gate") is { } gate && scene.Step == directive.Number("at", 0)
            ? answer with { Midway = Midway.Gate, Gate = gate }
            : answer;
    }

    private Answer Play(Scene scene)
    {
        var (request, name) = (scene.Request, scene.Directive.Name);
        if (FailureOf(scene) is { } failure)
        {
            return !request.IsSide && failures.FailsNow(scene.Directive)
                ? new Answer { Failure = failure }
                : Scenarios.Answer.Say(scene.Directive.Text("final") ?? $"Recovered after error {failure.Status}.");
        }

        if (request.AnswerSchema is { } schema)
        {
            return Scenarios.Answer.Say(SchemaSample.Of(schema, "value").ToJsonString());
        }

        return request.IsSide || (request.Tools.Count == 0 && ToolScenarios.Knows(name))
            ? Scenarios.Answer.Say("A fake title")
            : ToolScenarios.Play(scene) ?? PlayText(scene);
    }

    private Failure? FailureOf(Scene scene)
    {
        var directive = scene.Directive;
        if (directive.Name == "usage-limit")
        {
            var resetsIn = TimeSpan.FromSeconds(directive.Number("resets", 3600));
            return new Failure(429, ResetsAt: time.GetUtcNow() + resetsIn);
        }

        return directive.Name.StartsWith("error-", StringComparison.Ordinal) &&
            int.TryParse(directive.Name["error-".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var status) &&
            status is >= 400 and < 600
            ? new Failure(status, directive.Text("retry-after"))
            : null;
    }

    private Answer PlayText(Scene scene)
    {
        var directive = scene.Directive;
        return directive.Name switch
        {
            "long-stream" => LongStream(directive.Count ?? 50),
            "thinking" => new Answer { Text = directive.Text("text") ?? "The answer is 42.", Thinking = "Let me think about this for a moment." },
            "slow" => new Answer { Text = directive.Text("text") ?? "Sorry for the delay.", Delay = Milliseconds(directive, 5_000) },
            "stall" => new Answer { Text = "This answer stops half way and then nothing more comes.", Midway = Midway.Stall, StallFor = Milliseconds(directive, 600_000) },
            "disconnect" => new Answer { Text = "This answer is cut half way by a lost connection.", Midway = failures.FailsNow(directive) ? Midway.Cut : Midway.None },
            "echo" => Scenarios.Answer.Say(directive.Text("text") ?? $"Echo: {OneLine(scene.Prompt, 80)}"),
            _ => Scenarios.Answer.Say($"There is no scenario '{directive.Name}'. See ScenarioBook for those that exist."),
        };
    }

    private static Answer LongStream(int count)
    {
        string[] deltas = [.. Enumerable.Range(1, count).Select(number => string.Create(CultureInfo.InvariantCulture, $"token-{number} "))];
        return new Answer { Text = string.Concat(deltas), Deltas = deltas };
    }

    private static TimeSpan Milliseconds(Directive directive, int otherwise) =>
        TimeSpan.FromMilliseconds(directive.Number("ms", otherwise));

    internal static string OneLine(string text, int length)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= length ? line : line[..length];
    }
}
