namespace Homeport.Domain.Approvals;

/// <summary>A command line with the commands in it, also those that a shell in it is given as a text.</summary>
internal sealed class CommandLine
{
    private const int Deepest = 4;

    private CommandLine(string text, IReadOnlyList<Step> steps, string? wrong) => (Text, Steps, Wrong) = (text, steps, wrong);

    public string Text { get; }

    /// <summary>Empty when it cannot be read.</summary>
    public IReadOnlyList<Step> Steps { get; }

    /// <summary>Why it cannot be read; null when it can.</summary>
    public string? Wrong { get; }

    public static CommandLine Read(string text)
    {
        List<Step> steps = [];
        var wrong = Collect(text, steps, depth: 0, isMoved: false, inherited: null);
        return wrong is null ? new(text, steps, null) : new(text, [], wrong);
    }

    /// <summary>Null when all of it can be read.</summary>
    private static string? Collect(string text, List<Step> steps, int depth, bool isMoved, string? inherited)
    {
        var script = ShellScript.Read(text);
        if (!script.IsReadable)
        {
            return script.Wrong;
        }

        var changed = script.Parts.Count > 1 && script.Parts.Any(ChangesOthers) ? "one of its commands changes what the others mean" : inherited;
        foreach (var part in script.Parts)
        {
            var program = part.Words.Count > 0 ? part.Words[0].Text : null;
            if (TextOfShell(part) is { } inner)
            {
                if (inner.Text is null || depth >= Deepest)
                {
                    steps.Add(new(part, "what its shell runs is known only when it runs", IsOpaque: true));
                }
                else if (Collect(inner.Text, steps, depth + 1, isMoved, changed) is { } wrong)
                {
                    return wrong;
                }
                else if (part.Redirects || part.Assignments.Count > 0 || part.IsFed)
                {
                    steps.Add(new(part, "its shell is given variables, files or input", IsOpaque: false));
                }

                continue;
            }

            var doubt =
                part.Redirects ? "it reads or writes a file by a redirection"
                : part.Words.Count == 0 ? "it sets variables for what follows"
                : changed is not null ? changed
                : isMoved && program is not null && program.Contains('/') && !program.StartsWith('/') ? "its program lies in a folder that a command before it chose"
                : null;
            var isOpaque = program is not null && ShellPrograms.IsShell(program) && (part.IsFed || part.Redirects || part.Words.Count == 1);
            steps.Add(new(part, doubt, isOpaque));
            isMoved |= program is null || ShellPrograms.ChangesFolder(program);
        }

        return null;
    }

    private static bool ChangesOthers(ShellPart part) =>
        part.Words.Count == 0 || part.Words[0].Text is null || (part.Words[0].Text is { } program && ShellPrograms.ChangesLaterCommands(program));

    /// <summary>The text that <c>bash -c</c> or <c>eval</c> runs; null when it is neither.</summary>
    private static ShellWord? TextOfShell(ShellPart part)
    {
        if (part.Words is not [{ Text: { } program }, ..])
        {
            return null;
        }

        var arguments = part.Words.Skip(1).ToArray();
        if (program == "eval")
        {
            return arguments.All(word => word.Text is not null) ? new(string.Join(' ', arguments.Select(word => word.Text))) : ShellWord.Unknown;
        }

        if (!ShellPrograms.IsShell(program))
        {
            return null;
        }

        var options = arguments.TakeWhile(word => word.Text is null || word.Text.StartsWith('-') || word.Text.StartsWith('+')).ToArray();
        if (!options.Any(word => word.Text is null || (word.Text.StartsWith('-') && word.Text.Contains('c'))))
        {
            return null;
        }

        // Only "-c TEXT" and "-lc TEXT", with nothing after it, is sure; a program of that name in another folder is another program.
        var isPlain = program is "bash" or "sh" or "/bin/bash" or "/bin/sh" or "/usr/bin/bash" or "/usr/bin/sh" or "zsh" or "/bin/zsh" or "dash" or "/bin/dash";
        return isPlain && options is [{ Text: "-c" or "-lc" or "-ec" or "-euc" }] && arguments.Length == 2 ? arguments[1] : ShellWord.Unknown;
    }

    /// <summary>One command of the line.</summary>
    /// <param name="Part">The command.</param>
    /// <param name="Doubt">Why no pattern allows it, whatever it says; null when one may.</param>
    /// <param name="IsOpaque">It runs a text that is not seen here, so it may be what is denied.</param>
    internal sealed record Step(ShellPart Part, string? Doubt, bool IsOpaque);
}
