using System.Globalization;
using Homeport.Domain;
using Homeport.Host.Tasks;
using Homeport.Host.Workspaces;
using Homeport.Protocol;
using Homeport.Protocol.Approvals;
using Homeport.Storage;

namespace Homeport.Host.Approvals;

/// <summary>Changes and removes rules. What waits for an answer is judged anew at once.</summary>
internal sealed class UpdateRule(Database database, RuleAnswers answers, TimeProvider time)
{
    public async Task<Result<PermissionRuleResponse>> RunAsync(UpdatePermissionRuleRequest request, CancellationToken cancellationToken)
    {
        var updated = await database.WriteAsync(scope => Update(scope, request), cancellationToken);
        if (!updated.Succeeded(out var view, out var problem))
        {
            return problem;
        }

        await answers.TryPendingAsync(cancellationToken);
        return new PermissionRuleResponse { PermissionRule = view };
    }

    public async Task<Result<NoResponse>> RemoveAsync(DeletePermissionRuleRequest request, CancellationToken cancellationToken)
    {
        if (!await database.WriteAsync(scope => RuleStore.Remove(scope, Workspace.Personal, request.Id), cancellationToken))
        {
            return NotFound(request.Id);
        }

        await answers.TryPendingAsync(cancellationToken); // without a denial, an allowance may hold
        return new NoResponse();
    }

    private Result<PermissionRuleView> Update(WriteScope scope, UpdatePermissionRuleRequest request)
    {
        if (RuleStore.Find(scope, Workspace.Personal, request.Id) is not { } known)
        {
            return NotFound(request.Id);
        }

        if (request.Version is { } seen && seen != known.View.Version)
        {
            return new Problem(ProblemCode.Conflict, "Somebody changed this rule since you saw it. Read it again, then change it.")
            {
                Facts = new Dictionary<string, string[]> { ["version"] = [known.View.Version.ToString(CultureInfo.InvariantCulture)] },
            };
        }

        var kind = request.PatternKind ?? known.View.PatternKind;
        var taskId = request.TaskId ?? known.View.TaskId;
        var changed = RuleWriting.Complete(
            known.View with
            {
                Effect = request.Effect ?? known.View.Effect,
                Scope = request.Scope ?? known.View.Scope,
                TaskId = taskId,
                RepositoryGroupId = request.RepositoryGroupId ?? known.View.RepositoryGroupId ?? (taskId is null ? null : TaskStore.Find(scope, taskId)?.ProjectId),
                AgentType = request.AgentType ?? known.View.AgentType,
                ToolName = request.ToolName ?? known.View.ToolName,
                PatternKind = kind,
                Pattern = request.Pattern ?? (kind == RulePatternKind.Any ? "" : known.View.Pattern),
                UpdatedAt = time.GetUtcNow(),
                Version = known.View.Version + 1,
            },
            request.Name ?? (known.IsNamed ? known.View.Name : null));
        if (RuleWriting.Check(scope, changed.View) is { Count: > 0 } errors)
        {
            return TaskChecks.Invalid(errors);
        }

        if (RuleStore.Twin(scope, Workspace.Personal, changed.View) is { } twin)
        {
            return new Problem(ProblemCode.Conflict, $"The rule “{twin.View.Name}” covers the same already. Change that one, or remove it.");
        }

        RuleStore.Save(scope, Workspace.Personal, changed);
        return changed.View;
    }

    private static Problem NotFound(string id) => new(ProblemCode.NotFound, $"There is no rule {id}.");
}
