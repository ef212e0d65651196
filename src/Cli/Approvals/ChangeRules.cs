using System.Text.Json;
using Homeport.Cli.Output;
using Homeport.Cli.Tasks;
using Homeport.Protocol;
using Homeport.Protocol.Approvals;
using Homeport.Protocol.Projects;

namespace Homeport.Cli.Approvals;

/// <summary><c>homeport rules …</c>.</summary>
internal sealed class ChangeRules(HostCommand command)
{
    /// <summary>For what a rule is to be, or is looked for: at most one.</summary>
    public sealed record Reach(string? Task, string? Project, bool IsEverywhere);

    public async Task<int> ListAsync(Reach reach, CancellationToken cancellationToken)
    {
        var request = new ListPermissionRulesRequest
        {
            TaskId = reach.Task is { } task ? await command.Client.ResolveAsync(task, cancellationToken) : null,
            RepositoryGroupId = reach.Project is { } project ? await new ProjectChoice(command).FindAsync(project, adds: false, cancellationToken) : null,
            Scope = reach.IsEverywhere ? RuleScope.Everywhere : null,
        };
        var result = await command.Client.CallAsync(
            "listPermissionRules", JsonSerializer.SerializeToElement(request, ProtocolJson.Default.ListPermissionRulesRequest), cancellationToken);
        if (command.Printer.IsJson)
        {
            command.Printer.Json(result);
            return ExitCodes.Ok;
        }

        var rules = result.GetProperty("permissionRules").EnumerateArray().Select(item => item.Deserialize(ProtocolJson.Default.PermissionRuleView)!).ToArray();
        if (rules.Length == 0 && command.Printer.IsRich)
        {
            command.Printer.Line("No rules. Make one: homeport rules add allow --prefix 'npm test *' --everywhere");
            return ExitCodes.Ok;
        }

        var projects = await ProjectsAsync(cancellationToken);
        var isRich = command.Printer.IsRich;
        command.Printer.Table(
            ["ID", "ANSWER", "TOOL", "COVERS", "FOR", "AGENT", "NAME"],
            rules.Select(rule => (IReadOnlyList<string>)
            [
                isRich ? TaskReference.Short(rule.Id) : rule.Id, TaskWords.Word(rule.Effect.ToString()), rule.ToolName, RuleWords.Covers(rule),
                RuleWords.Scope(rule, projects), rule.AgentType ?? "any", rule.Name,
            ]));
        return ExitCodes.Ok;
    }

    public async Task<int> AddAsync(RuleEffect effect, RuleDraft draft, Reach reach, string? agent, string? name, CancellationToken cancellationToken)
    {
        var task = reach.Task is { } reference ? await command.Client.ResolveAsync(reference, cancellationToken) : null;
        var request = new CreatePermissionRuleRequest
        {
            Effect = effect,
            Scope = reach.IsEverywhere ? RuleScope.Everywhere : task is not null ? RuleScope.Task : RuleScope.Project,
            TaskId = task,
            RepositoryGroupId = reach.IsEverywhere || task is not null ? null : await new ProjectChoice(command).FindAsync(reach.Project, adds: false, cancellationToken),
            AgentType = agent,
            ToolName = draft.ToolName,
            PatternKind = draft.PatternKind,
            Pattern = draft.Pattern,
            Name = name,
        };
        var result = await command.Client.CallAsync(
            "createPermissionRule", JsonSerializer.SerializeToElement(request, ProtocolJson.Default.CreatePermissionRuleRequest), cancellationToken);
        if (command.Printer.IsJson)
        {
            command.Printer.Json(result);
            return ExitCodes.Ok;
        }

        var rule = result.Deserialize(ProtocolJson.Default.PermissionRuleResponse)!.PermissionRule;
        command.Printer.Line($"{rule.Id}\t{TaskWords.Word(rule.Effect.ToString())}\t{Terminal.Harmless(rule.Name)}");
        return ExitCodes.Ok;
    }

    public async Task<int> RemoveAsync(string reference, CancellationToken cancellationToken)
    {
        var rules = await command.Client.ListAsync<ListPermissionRulesRequest, PermissionRuleView>(
            "listPermissionRules", new ListPermissionRulesRequest(), "permissionRules", cancellationToken);
        PermissionRuleView[] fits =
        [
            .. rules.Where(rule => rule.Id == reference || rule.Name == reference || (reference.Length >= 4 && rule.Id.EndsWith(reference, StringComparison.Ordinal))),
        ];
        var rule = fits switch
        {
            [var only] => only,
            [] => throw new CommandException(ExitCodes.Failed, ErrorCodes.NotFound, $"There is no rule '{reference}'. See 'homeport rules list'."),
            _ => throw CommandException.Usage($"{fits.Length} rules fit '{reference}'. Give the id: {string.Join(", ", fits.Take(5).Select(one => one.Id))}."),
        };
        var result = await command.Client.CallAsync(
            "deletePermissionRule", JsonSerializer.SerializeToElement(new DeletePermissionRuleRequest { Id = rule.Id }, ProtocolJson.Default.DeletePermissionRuleRequest), cancellationToken);
        if (command.Printer.IsJson)
        {
            command.Printer.Json(result);
        }
        else
        {
            command.Printer.Line($"Removed: {Terminal.Harmless(rule.Name)}");
        }

        return ExitCodes.Ok;
    }

    public async Task<int> TestAsync(TestPermissionRulesRequest request, Reach reach, CancellationToken cancellationToken)
    {
        request = request with
        {
            TaskId = reach.Task is { } task ? await command.Client.ResolveAsync(task, cancellationToken) : null,
            RepositoryGroupId = reach.Project is { } project ? await new ProjectChoice(command).FindAsync(project, adds: false, cancellationToken) : null,
        };
        var result = await command.Client.CallAsync(
            "testPermissionRules", JsonSerializer.SerializeToElement(request, ProtocolJson.Default.TestPermissionRulesRequest), cancellationToken);
        if (command.Printer.IsJson)
        {
            command.Printer.Json(result);
            return ExitCodes.Ok;
        }

        var verdict = result.Deserialize(ProtocolJson.Default.TestPermissionRulesResponse)!;
        command.Printer.Line($"{TaskWords.Word(verdict.Effect.ToString())}: {Terminal.Harmless(verdict.Reason)}");
        foreach (var part in verdict.Parts.Count > 1 ? verdict.Parts : [])
        {
            var by = part.RuleName is { } name ? $" by “{Terminal.Harmless(name)}”" : "";
            command.Printer.Line($"  {TaskWords.Word(part.Effect.ToString()),-6} {Terminal.Harmless(part.Text).ReplaceLineEndings(" ")}{by}");
        }

        return ExitCodes.Ok;
    }

    private async Task<Dictionary<string, string>> ProjectsAsync(CancellationToken cancellationToken) =>
        (await command.Client.ListAsync<ListRepositoryGroupsRequest, RepositoryGroupView>(
            "listRepositoryGroups", new ListRepositoryGroupsRequest(), "repositoryGroups", cancellationToken))
        .ToDictionary(project => project.Id, project => project.Name, StringComparer.Ordinal);
}
