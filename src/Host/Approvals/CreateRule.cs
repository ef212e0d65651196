using Homeport.Domain;
using Homeport.Host.Access;
using Homeport.Host.Tasks;
using Homeport.Host.Workspaces;
using Homeport.Protocol.Approvals;
using Homeport.Storage;

namespace Homeport.Host.Approvals;

/// <summary>Makes a rule. What waits for an answer is judged by it at once.</summary>
internal sealed class CreateRule(Database database, RuleAnswers answers, TimeProvider time)
{
    public async Task<Result<PermissionRuleResponse>> RunAsync(
        CreatePermissionRuleRequest request, Caller caller, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var rule = new PermissionRuleView
        {
            Id = Guid.CreateVersion7(now).ToString(),
            Name = "",
            Effect = request.Effect,
            Scope = request.Scope,
            RepositoryGroupId = request.RepositoryGroupId,
            TaskId = request.TaskId,
            AgentType = request.AgentType,
            ToolName = request.ToolName,
            PatternKind = request.PatternKind,
            Pattern = request.Pattern ?? "",
            CreatedBy = caller.Name,
            CreatedAt = now,
            UpdatedAt = now,
            Version = 1,
        };
        var kept = await database.WriteAsync(
            scope => RuleWriting.Keep(scope, Workspace.Personal, WithProject(scope, rule), request.Name), cancellationToken);
        if (!kept.Succeeded(out var view, out var problem))
        {
            return problem;
        }

        await answers.TryPendingAsync(cancellationToken);
        return new PermissionRuleResponse { PermissionRule = view };
    }

    /// <summary>A task's rule is listed with its project's.</summary>
    private static PermissionRuleView WithProject(ReadScope scope, PermissionRuleView rule) =>
        rule is { Scope: RuleScope.Task, TaskId: { } id } && TaskStore.Find(scope, id) is { } task ? rule with { RepositoryGroupId = task.ProjectId } : rule;
}
