using Homeport.Domain;
using Homeport.Host.Projects;
using Homeport.Host.Tasks;
using Homeport.Protocol.Agents;
using Homeport.Protocol.Projects;
using Homeport.Protocol.Races;
using Homeport.Protocol.Tasks;

namespace Homeport.Host.Races;

/// <summary>What is checked of a race before it is written down: everything at once, each runner under its own path.</summary>
internal sealed class RaceChecks(CreateTask create)
{
    public const int FewestRunners = 2;
    public const int MostRunners = 8;
    public const int UsualVerifySeconds = 600;

    /// <summary>The tasks that are asked for, not written down yet; empty when something is wrong.</summary>
    public IReadOnlyList<UnitTask> Drafts(RepositoryGroupView project, CreateRaceRequest request, List<FieldError> errors)
    {
        TaskChecks.Prompt(errors, request.Prompt);
        TaskChecks.Title(errors, request.Title);
        TaskChecks.Branch(errors, request.BaseBranch, "baseBranch");
        Verification(errors, request.VerifyCommand, "verifyCommand", request.VerifyTimeoutSeconds, "verifyTimeoutSeconds");
        if (request.Runners.Count is < FewestRunners or > MostRunners)
        {
            errors.Add(new FieldError("runners", $"A race has {FewestRunners} to {MostRunners} runners."));
            return [];
        }

        var drafts = request.Runners.Select((profile, index) => Draft(project, request, profile, index, errors)).ToArray();
        return errors.Count == 0 ? [.. drafts.OfType<UnitTask>()] : [];
    }

    public static void Verification(List<FieldError> errors, string? command, string commandPath, int? seconds, string secondsPath)
    {
        ScriptChecks.CheckScript(command, commandPath, errors);
        ScriptChecks.CheckTimeout(seconds, secondsPath, errors);
    }

    private UnitTask? Draft(RepositoryGroupView project, CreateRaceRequest request, RaceProfile profile, int index, List<FieldError> errors)
    {
        var own = new List<FieldError>();
        var draft = create.Draft(
            project,
            new CreateUnitTaskRequest
            {
                RepositoryGroupId = project.Id,
                Prompt = request.Prompt,
                Title = request.Title,
                AgentType = profile.AgentType,
                AgentCommand = profile.AgentCommand,
                Model = profile.Model,
                PermissionMode = profile.PermissionMode,
                Isolation = profile.Isolation ?? (project.Defaults.Isolation == Isolation.InPlace ? Isolation.Worktree : null),
                Network = profile.Network,
                ConfirmBypass = request.ConfirmBypass,
            },
            own);
        if (profile.Isolation == Isolation.InPlace)
        {
            own.Add(new FieldError("isolation", "Runners that share one checkout would overwrite each other. Choose worktree, sandbox or container."));
        }

        if (AgentKinds.IsTerminal(profile.AgentType ?? project.Defaults.AgentType ?? ""))
        {
            own.Add(new FieldError("agentType", "A program in a terminal does not say when it is done, so it cannot race. Choose an agent that Homeport speaks to."));
        }

        errors.AddRange(own.Select(error => error with { Path = error.Path == "confirmBypass" ? error.Path : $"runners/{index}/{error.Path}" }).Except(errors).ToArray());
        return draft;
    }
}
