using System.CommandLine;
using Homeport.Protocol.Approvals;

namespace Homeport.Cli.Approvals;

/// <summary>The flags that say what a rule covers.</summary>
internal sealed class RulePattern
{
    private readonly Option<string?> _prefix = new("--prefix") { Description = "Commands that begin so, such as 'npm test *'.", HelpName = "PATTERN" };
    private readonly Option<string?> _exact = new("--exact") { Description = "Exactly this command.", HelpName = "COMMAND" };
    private readonly Option<string?> _folder = new("--folder") { Description = "Edits in this folder; '.' is the whole worktree.", HelpName = "FOLDER" };
    private readonly Option<string?> _tool = new("--tool")
    {
        Description = "Whatever this tool does: shell, edit, mcp__server__*, or the agent's own name of it.",
        HelpName = "NAME",
    };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_prefix, _exact, _folder, _tool])
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (new Option[] { _prefix, _exact, _folder, _tool }.Count(option => result.GetResult(option) is { Implicit: false }) > 1)
            {
                result.AddError("Give only one of --prefix, --exact, --folder and --tool.");
            }
        });
    }

    /// <summary>Null when no flag says anything.</summary>
    public RuleDraft? Read(ParseResult parsed) =>
        parsed.GetValue(_prefix) is { } prefix ? new() { ToolName = "shell", PatternKind = RulePatternKind.Prefix, Pattern = prefix }
        : parsed.GetValue(_exact) is { } exact ? new() { ToolName = "shell", PatternKind = RulePatternKind.Exact, Pattern = exact }
        : parsed.GetValue(_folder) is { } folder ? new() { ToolName = "edit", PatternKind = RulePatternKind.Folder, Pattern = folder }
        : parsed.GetValue(_tool) is { } tool ? new() { ToolName = tool, PatternKind = RulePatternKind.Any }
        : null;
}
