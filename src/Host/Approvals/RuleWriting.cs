using Homeport.Domain;
using Homeport.Domain.Approvals;
using Homeport.Host.Projects;
using Homeport.Host.Tasks;
using Homeport.Protocol.Approvals;
using Homeport.Storage;

namespace Homeport.Host.Approvals;

/// <summary>Checks and keeps rules, inside a work of the store.</summary>
internal static class RuleWriting
{
    private const int MostRules = 1000;

    /// <summary>Everything that is wrong with a rule, by field.</summary>
    public static List<FieldError> Check(ReadScope scope, PermissionRuleView rule)
    {
        List<FieldError> errors = [];
        if (RuleCheck.Tool(rule.ToolName) is { } tool)
        {
            errors.Add(new FieldError("toolName", tool));
        }

        if (RuleCheck.Pattern(RuleMapping.ToJudgement(rule.Effect), rule.ToolName, RuleMapping.ToKind(rule.PatternKind), rule.Pattern) is { } pattern)
        {
            errors.Add(new FieldError("pattern", pattern));
        }

        if (rule.Name.Length > RuleCheck.LongestName || rule.Name.Any(char.IsControl))
        {
            errors.Add(new FieldError("name", $"A name is one line of at most {RuleCheck.LongestName} characters."));
        }

        if (rule.Scope == RuleScope.Project && (rule.RepositoryGroupId is null || ProjectStore.Find(scope, rule.RepositoryGroupId) is null))
        {
            errors.Add(new FieldError("repositoryGroupId", "Name the project that the rule is for."));
        }

        if (rule.Scope == RuleScope.Task && (rule.TaskId is null || TaskStore.Find(scope, rule.TaskId) is null))
        {
            errors.Add(new FieldError("taskId", "Name the task that the rule is for."));
        }

        return errors;
    }

    /// <summary>Only what its scope needs, and a name where nobody gave one.</summary>
    public static StoredRule Complete(PermissionRuleView rule, string? name) => new(
        rule with
        {
            Name = name is { Length: > 0 } ? name.Trim() : RuleCheck.NameOf(rule.ToolName, RuleMapping.ToKind(rule.PatternKind), rule.Pattern),
            RepositoryGroupId = rule.Scope == RuleScope.Everywhere ? null : rule.RepositoryGroupId,
            TaskId = rule.Scope == RuleScope.Task ? rule.TaskId : null,
            AgentType = rule.AgentType is { Length: > 0 } agent ? agent : null,
        },
        name is { Length: > 0 });

    /// <summary>Keeps a rule, or changes the one that covers the same already.</summary>
    public static Result<PermissionRuleView> Keep(WriteScope scope, string workspaceId, PermissionRuleView wanted, string? name)
    {
        var rule = Complete(wanted, name);
        if (Check(scope, rule.View) is { Count: > 0 } errors)
        {
            return TaskChecks.Invalid(errors);
        }

        if (RuleStore.Twin(scope, workspaceId, rule.View) is { } twin)
        {
            var changed = twin with
            {
                IsNamed = twin.IsNamed || rule.IsNamed,
                View = twin.View with
                {
                    Effect = rule.View.Effect,
                    Name = rule.IsNamed ? rule.View.Name : twin.View.Name,
                    UpdatedAt = rule.View.UpdatedAt,
                    Version = twin.View.Version + 1,
                },
            };
            RuleStore.Save(scope, workspaceId, changed);
            return changed.View;
        }

        if (RuleStore.List(scope, workspaceId).Count >= MostRules)
        {
            return new Problem(ProblemCode.Conflict, $"There are {MostRules} rules already. Remove some under Settings, Permissions.");
        }

        RuleStore.Add(scope, workspaceId, rule);
        return rule.View;
    }

    /// <summary>The rule that a person keeps with an answer.</summary>
    public static PermissionRuleView FromAnswer(UnitTask task, KeepRule keep, RuleEffect effect, string by, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now).ToString(),
        Name = "",
        Effect = effect,
        Scope = keep.Scope,
        RepositoryGroupId = task.ProjectId,
        TaskId = task.Id,
        AgentType = keep.AnyAgent == true ? null : task.AgentType,
        ToolName = keep.ToolName,
        PatternKind = keep.PatternKind,
        Pattern = keep.Pattern ?? "",
        CreatedBy = by,
        CreatedAt = now,
        UpdatedAt = now,
        Version = 1,
    };
}
