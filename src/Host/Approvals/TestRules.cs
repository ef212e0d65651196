using Homeport.Domain;
using Homeport.Domain.Approvals;
using Homeport.Host.Tasks;
using Homeport.Host.Workspaces;
using Homeport.Protocol.Approvals;
using Homeport.Storage;

namespace Homeport.Host.Approvals;

/// <summary>Says what rules would answer, and which of them decides.</summary>
internal sealed class TestRules(Database database)
{
    /// <summary>Stands for the worktree of a task that has none yet.</summary>
    private const string AnyRoot = "/worktree";

    public Task<Result<TestPermissionRulesResponse>> RunAsync(TestPermissionRulesRequest request, CancellationToken cancellationToken)
    {
        if (Check(request) is { } problem)
        {
            return Task.FromResult<Result<TestPermissionRulesResponse>>(problem);
        }

        return database.ReadAsync<Result<TestPermissionRulesResponse>>(
            scope =>
            {
                UnitTask? task = null;
                if (request.TaskId is { } id && (task = TaskStore.Find(scope, id)) is null)
                {
                    return TaskProblems.NotFound(id);
                }

                return Judge(scope, request, task);
            },
            cancellationToken);
    }

    private static Problem? Check(TestPermissionRulesRequest request)
    {
        List<FieldError> errors = [];
        if ((request.Command, request.Path, request.ToolName) is (null, null, null) || (request.Command is not null && request.Path is not null))
        {
            errors.Add(new FieldError("command", "Give a command, the path of a file to be edited, or the name of another tool."));
        }

        foreach (var (name, text) in new[] { ("command", request.Command), ("path", request.Path), ("input", request.Input) })
        {
            if (text?.Length > RuleCheck.LongestPattern)
            {
                errors.Add(new FieldError(name, $"Only up to {RuleCheck.LongestPattern:N0} characters can be tested."));
            }
        }

        return errors.Count > 0 ? TaskChecks.Invalid(errors) : null;
    }

    private static TestPermissionRulesResponse Judge(ReadScope scope, TestPermissionRulesRequest request, UnitTask? task)
    {
        var root = task?.WorktreePath ?? AnyRoot;
        var subject = new RuleSubject
        {
            TaskId = task?.Id,
            ProjectId = task?.ProjectId ?? request.RepositoryGroupId,
            Agent = request.AgentType ?? task?.AgentType ?? "",
            Tool = request.ToolName ?? "",
            Class = request.Command is not null ? ToolClass.Shell : request.Path is not null ? ToolClass.Edit : ToolClass.Other,
            Detail = request.Command ?? request.Input ?? "",
            Paths = request.Path is { } path ? [new SubjectPath(path.StartsWith('/') ? path : $"{root}/{path}")] : [],
            Root = root,
        };
        var views = RuleStore.Reaching(scope, Workspace.Personal, subject.ProjectId, subject.TaskId).ToDictionary(rule => rule.Id);
        var verdict = RuleBook.Judge(views.Values.Select(RuleMapping.ToRule), subject);
        return new TestPermissionRulesResponse
        {
            Effect = RuleMapping.ToEffect(verdict.Answer),
            Rules = [.. verdict.Rules.Select(rule => views[rule.Id])],
            Parts = [.. verdict.Parts.Select(part => new TestedPart { Text = part.Text, Effect = RuleMapping.ToEffect(part.Answer), RuleName = part.Rule?.Name })],
            Reason = verdict.Doubt is { } doubt && verdict.Answer == Judgement.Ask ? doubt : ReasonOf(verdict),
        };
    }

    private static string ReasonOf(RuleVerdict verdict) => verdict switch
    {
        { Rules: [var rule], Answer: Judgement.Allow } => $"The rule “{rule.Name}” ({Reach(rule)}) allows it.",
        { Rules: [var rule, ..], Answer: Judgement.Deny } => $"The rule “{rule.Name}” ({Reach(rule)}) denies it.",
        { Rules: [var rule, ..], Answer: Judgement.Ask } => $"The rule “{rule.Name}” ({Reach(rule)}) has it asked each time.",
        { Rules.Count: > 1 } => $"The rules {string.Join(", ", verdict.Rules.Select(rule => $"“{rule.Name}”"))} allow its parts.",
        _ => "No rule covers it, so you are asked.",
    };

    private static string Reach(PermissionRule rule) => rule.Reach switch
    {
        RuleReach.Task => "this task",
        RuleReach.Project => "this project",
        RuleReach.Everywhere => "everywhere",
    };
}
