namespace Homeport.Domain.Approvals;

/// <summary>What could be kept of an answer: shown to a person, who may change it first.</summary>
/// <param name="Tool">As a rule has it.</param>
/// <param name="Kind">How the pattern is compared.</param>
/// <param name="Pattern">Empty for <see cref="PatternKind.Any"/>.</param>
public sealed record RuleProposal(string Tool, PatternKind Kind, string Pattern);

/// <summary>Proposes rules for what an agent asks, the narrowest sensible one first.</summary>
public static class RuleProposals
{
    /// <summary>Programs whose first argument says what they do: the pattern names it too.</summary>
    private static readonly HashSet<string> WithCommands = new(
        ("git gh glab npm pnpm yarn bun cargo go dotnet docker podman kubectl helm terraform pip pip3 uv poetry gem bundle mix rails composer " +
        "apt apt-get brew systemctl aws gcloud az make just task gradle ./gradlew mvn ./mvnw nx turbo pre-commit swift flutter dart").Split(' '),
        StringComparer.Ordinal);

    /// <summary>Commands of those that run what is named next.</summary>
    private static readonly HashSet<string> Runners = new(["run", "exec", "x", "dlx", "tool", "compose", "script", "workspace"], StringComparer.Ordinal);

    public static IReadOnlyList<RuleProposal> For(RuleSubject subject) => subject.Class switch
    {
        ToolClass.Shell => ForCommand(subject),
        ToolClass.Edit => ForEdit(subject),
        ToolClass.Other => ForTool(subject),
    };

    private static List<RuleProposal> ForCommand(RuleSubject subject)
    {
        List<RuleProposal> found = [];
        if (PrefixOf(subject.Detail) is { } prefix)
        {
            found.Add(new(PermissionRule.ShellTool, PatternKind.Prefix, prefix));
        }

        found.Add(new(PermissionRule.ShellTool, PatternKind.Exact, subject.Detail));
        return found;
    }

    /// <summary><c>npm test *</c> for one plain <c>npm test --watch=false</c>; null where a pattern would say too much.</summary>
    private static string? PrefixOf(string commandLine)
    {
        if (ShellScript.Read(commandLine) is not { IsReadable: true, Parts: [{ Redirects: false, Assignments.Count: 0, Words: [{ Text: { } program }, ..] words }] })
        {
            return null;
        }

        var wanted = 1;
        if (WithCommands.Contains(program))
        {
            wanted = words.Count > 2 && words[1].Text is { } next && Runners.Contains(next) ? 3 : 2;
        }
        else if (ShellPrograms.IsInterpreter(program))
        {
            wanted = words.Count > 1 && words[1].Text == "-m" ? 3 : 2;
        }

        var kept = words.Take(wanted).Select(word => word.Text).ToArray();
        if (kept.Length < wanted || kept.Any(word => word is null || !IsPlain(word)) || (wanted > 1 && kept[1]!.StartsWith('-') && kept[1] != "-m"))
        {
            return null;
        }

        var pattern = $"{string.Join(' ', kept)} *";
        return CommandPattern.WhatIsWrong(PatternKind.Prefix, pattern, allows: true) is null ? pattern : null;
    }

    /// <summary>Needs no quotes in a pattern.</summary>
    private static bool IsPlain(string word) =>
        word.Length > 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or '/' or ':' or '@' or '+' or ',');

    private static List<RuleProposal> ForEdit(RuleSubject subject)
    {
        List<RuleProposal> found = [];
        if (subject is { Paths.Count: > 0, Root: { } root } && subject.Paths.All(path => path.Target is null && path.Path.StartsWith($"{root.TrimEnd('/')}/", StringComparison.Ordinal)))
        {
            var common = CommonFolder([.. subject.Paths.Select(path => path.Path[(root.TrimEnd('/').Length + 1)..])]);
            if (common.Length > 0)
            {
                found.Add(new(PermissionRule.EditTool, PatternKind.Folder, common));
            }

            found.Add(new(PermissionRule.EditTool, PatternKind.Folder, "."));
        }
        else if (subject.Paths.Count > 0)
        {
            var common = CommonFolder([.. subject.Paths.Select(path => path.Path)]);
            if (common.Length > 1 && FolderPattern.WhatIsWrong(common) is null && subject.Paths.All(path => path.Target is null))
            {
                found.Add(new(PermissionRule.EditTool, PatternKind.Folder, common));
            }
        }

        return [.. found.Where(proposal => FolderPattern.Allows(proposal.Pattern, subject))];
    }

    private static string CommonFolder(string[] paths)
    {
        var common = paths[0].Split('/')[..^1];
        foreach (var path in paths)
        {
            var steps = path.Split('/')[..^1];
            common = [.. common.Zip(steps).TakeWhile(pair => pair.First == pair.Second).Select(pair => pair.First)];
        }

        return string.Join('/', common);
    }

    private static List<RuleProposal> ForTool(RuleSubject subject)
    {
        List<RuleProposal> found = [new(subject.Tool, PatternKind.Any, "")];
        var name = subject.Tool;
        if (name.StartsWith(PermissionRule.McpPrefix, StringComparison.Ordinal) && name.IndexOf("__", PermissionRule.McpPrefix.Length, StringComparison.Ordinal) is > 0 and var end)
        {
            found.Add(new($"{name[..end]}__*", PatternKind.Any, ""));
        }

        if (subject.Detail.Length > 0)
        {
            found.Add(new(subject.Tool, PatternKind.Exact, subject.Detail));
        }

        return found;
    }
}
