namespace Homeport.Domain.Approvals;

/// <summary>
/// Judges a request by rules. A denial beats an ask, and that beats an allowance, however far each reaches. Of those that say the
/// same, the most specific one is named: the nearest reach, then one agent before any, then the narrowest pattern.
/// </summary>
public static class RuleBook
{
    public static RuleVerdict Judge(IEnumerable<PermissionRule> rules, RuleSubject subject)
    {
        PermissionRule[] known =
        [
            .. rules.Where(rule => rule.Concerns(subject))
                .OrderByDescending(rule => rule.Reach).ThenBy(rule => rule.Agent is null)
                .ThenBy(rule => rule.Kind switch { PatternKind.Exact => 0, PatternKind.Prefix or PatternKind.Folder => 1, PatternKind.Any => 2 })
                .ThenByDescending(rule => rule.Id, StringComparer.Ordinal),
        ];
        return known.Length == 0 ? new(Judgement.Ask, [], [])
            : subject.Class == ToolClass.Shell ? JudgeCommand(known, subject)
            : JudgeOther(known, subject);
    }

    private static RuleVerdict JudgeCommand(PermissionRule[] rules, RuleSubject subject)
    {
        var entries = rules.Select(rule => new Entry(rule, CommandPattern.Of(rule))).ToArray();
        var line = CommandLine.Read(subject.Detail);
        if (line.Wrong is { } wrong)
        {
            return JudgeUnreadable(entries, subject.Detail, wrong);
        }

        List<PartVerdict> parts = [];
        foreach (var step in line.Steps)
        {
            parts.Add(JudgeStep(entries, step));
        }

        foreach (var against in (Judgement[])[Judgement.Deny, Judgement.Ask])
        {
            // The whole line word for word, then each command of it.
            if (entries.FirstOrDefault(entry => entry.Rule.Effect == against && entry.IsWhole(subject.Detail))?.Rule is { } whole)
            {
                return new(against, [whole], parts);
            }

            PermissionRule[] deciding = [.. parts.Where(part => part.Answer == against).Select(part => part.Rule).OfType<PermissionRule>().Distinct()];
            if (deciding.Length > 0)
            {
                var isDenied = against == Judgement.Deny || deciding.All(rule => rule.Effect == Judgement.Ask);
                return new(against, deciding, parts, isDenied ? null : "A denial may be meant for it, which cannot be told before it runs.");
            }
        }

        if (parts.Count > 0 && parts.All(part => part.Answer == Judgement.Allow))
        {
            return new(Judgement.Allow, [.. parts.Select(part => part.Rule!).Distinct()], parts);
        }

        return entries.FirstOrDefault(entry => entry.Rule.Effect == Judgement.Allow && entry.IsWhole(subject.Detail)) is { } same
            ? new(Judgement.Allow, [same.Rule], parts)
            : new(Judgement.Ask, [], parts, DoubtOf(line, parts));
    }

    /// <summary>No pattern allows it; a whole tool or the very same text may, as long as nothing could be denied in it.</summary>
    private static RuleVerdict JudgeUnreadable(Entry[] entries, string text, string wrong)
    {
        var why = $"The command cannot be read surely: {wrong}.";
        var against = entries.FirstOrDefault(entry => entry.Rule.Effect == Judgement.Deny && entry.IsWhole(text)) ??
            entries.FirstOrDefault(entry => entry.Rule.Effect == Judgement.Ask && entry.IsWhole(text));
        if (against is not null)
        {
            return new(against.Rule.Effect, [against.Rule], [], why);
        }

        return entries.All(entry => entry.Rule.Effect == Judgement.Allow) && entries.FirstOrDefault(entry => entry.IsWhole(text)) is { } allowing
            ? new(Judgement.Allow, [allowing.Rule], [])
            : new(Judgement.Ask, [], [], why);
    }

    private static PartVerdict JudgeStep(Entry[] entries, CommandLine.Step step)
    {
        var source = step.Part.Source;
        foreach (var against in (Judgement[])[Judgement.Deny, Judgement.Ask])
        {
            if (entries.FirstOrDefault(entry => entry.Rule.Effect == against && entry.Covers(step) == Certainty.Yes) is { } sure)
            {
                return new(source, against, sure.Rule);
            }
        }

        if (entries.FirstOrDefault(entry => entry.Rule.Effect != Judgement.Allow && entry.Covers(step) == Certainty.Maybe) is { } unsure)
        {
            return new(source, Judgement.Ask, unsure.Rule);
        }

        return entries.FirstOrDefault(entry => entry.Rule.Effect == Judgement.Allow && entry.Allows(step)) is { } allowing
            ? new(source, Judgement.Allow, allowing.Rule)
            : new(source, Judgement.Ask, null);
    }

    private static string? DoubtOf(CommandLine line, List<PartVerdict> parts)
    {
        var open = parts.FindIndex(part => part.Rule is null);
        return open < 0 || parts.All(part => part.Rule is null && line.Steps.All(step => step.Doubt is null)) ? null
            : line.Steps[open].Doubt is { } doubt ? $"No pattern allows '{parts[open].Text}': {doubt}."
            : $"No rule allows '{parts[open].Text}'.";
    }

    private static RuleVerdict JudgeOther(PermissionRule[] rules, RuleSubject subject)
    {
        foreach (var against in (Judgement[])[Judgement.Deny, Judgement.Ask])
        {
            if (rules.FirstOrDefault(rule => rule.Effect == against && Covers(rule, subject) == Certainty.Yes) is { } sure)
            {
                return new(against, [sure], []);
            }
        }

        if (rules.FirstOrDefault(rule => rule.Effect != Judgement.Allow && Covers(rule, subject) == Certainty.Maybe) is { } unsure)
        {
            return new(Judgement.Ask, [unsure], [], "It is not known which files it changes, so a rule may be meant for it.");
        }

        return rules.FirstOrDefault(rule => rule.Effect == Judgement.Allow && Allows(rule, subject)) is { } allowing
            ? new(Judgement.Allow, [allowing], [])
            : new(Judgement.Ask, [], [], WhyNot(rules, subject));
    }

    private static Certainty Covers(PermissionRule rule, RuleSubject subject) => rule.Kind switch
    {
        PatternKind.Any => Certainty.Yes,
        PatternKind.Exact => rule.Pattern == subject.Detail ? Certainty.Yes : Certainty.No,
        PatternKind.Folder => FolderPattern.Denies(rule.Pattern, subject),
        PatternKind.Prefix => Certainty.No,
    };

    private static bool Allows(PermissionRule rule, RuleSubject subject) => rule.Kind switch
    {
        PatternKind.Any => true,
        PatternKind.Exact => rule.Pattern == subject.Detail,
        PatternKind.Folder => FolderPattern.Allows(rule.Pattern, subject),
        PatternKind.Prefix => false,
    };

    private static string? WhyNot(PermissionRule[] rules, RuleSubject subject) =>
        rules.Any(rule => rule is { Effect: Judgement.Allow, Kind: PatternKind.Folder }) && subject.Paths.FirstOrDefault(path => path.Target is not null) is { } linked
            ? $"A link leads from {linked.Path} to {linked.Target}, so no folder allows it."
            : null;

    /// <summary>A rule with its pattern, read once.</summary>
    private sealed record Entry(PermissionRule Rule, CommandPattern? Command)
    {
        /// <summary>It is about the line as a whole: the very same text, or whatever its tool does.</summary>
        public bool IsWhole(string text) => Rule.Kind == PatternKind.Any || Command?.Is(text) == true;

        public Certainty Covers(CommandLine.Step step) =>
            Rule.Kind == PatternKind.Any ? Certainty.Yes
            : Command is null ? Certainty.No
            : step.IsOpaque ? (Certainty)Math.Max((int)Certainty.Maybe, (int)Command.Denies(step.Part))
            : Command.Denies(step.Part);

        public bool Allows(CommandLine.Step step) =>
            Rule.Kind == PatternKind.Any || (step is { Doubt: null, IsOpaque: false } && Command?.Allows(step.Part) == true);
    }
}
