using System.Text.Json;
using Homeport.Domain;
using Homeport.Domain.Tasks;
using Homeport.Host.Agents;
using Homeport.Protocol.Agents;
using Homeport.Protocol.Tasks;

namespace Homeport.Host.Tasks;

/// <summary>What is checked of a task before it is written down: everything at once.</summary>
internal sealed class TaskChecks(AgentRegistry agents)
{
    public const int LongestPrompt = 200_000;
    public const int LongestTitle = 200;
    private const int MostAttachmentCharacters = 700_000; // 512 KiB in base64

    private static readonly string[] ImageTypes = ["image/png", "image/jpeg", "image/gif", "image/webp"];

    public static void Prompt(List<FieldError> errors, string prompt, string path = "prompt")
    {
        if (string.IsNullOrWhiteSpace(prompt) || prompt.Length > LongestPrompt)
        {
            errors.Add(new FieldError(path, $"Write what the agent is to do, in 1 to {LongestPrompt:N0} characters."));
        }
    }

    public static void Title(List<FieldError> errors, string? title)
    {
        if (title is not null && (string.IsNullOrWhiteSpace(title) || title.Length > LongestTitle))
        {
            errors.Add(new FieldError("title", $"A title has 1 to {LongestTitle} characters."));
        }
    }

    public static void Branch(List<FieldError> errors, string? name, string path)
    {
        if (name is not null && BranchName.WhatIsWrong(name) is { } wrong)
        {
            errors.Add(new FieldError(path, wrong));
        }
    }

    public static void Attachments(List<FieldError> errors, IReadOnlyList<PromptAttachment>? attachments)
    {
        foreach (var (index, attachment) in (attachments ?? []).Index())
        {
            if (!ImageTypes.Contains(attachment.MediaType))
            {
                errors.Add(new FieldError($"attachments/{index}/mediaType", $"Only {string.Join(", ", ImageTypes)} can be attached."));
            }

            if (!System.Buffers.Text.Base64.IsValid(attachment.Data))
            {
                errors.Add(new FieldError($"attachments/{index}/data", "This is not base64."));
            }
        }

        if (attachments?.Sum(attachment => attachment.Data.Length) > MostAttachmentCharacters)
        {
            errors.Add(new FieldError("attachments", "All images together may have 512 KiB. Make them smaller."));
        }
    }

    /// <summary>Where something keeps the agent, nobody needs to be asked twice.</summary>
    public static void Bypass(List<FieldError> errors, PermissionMode? mode, Isolation isolation, string? confirmation)
    {
        if (mode == PermissionMode.Bypass && isolation is Isolation.InPlace or Isolation.Worktree && confirmation != "bypass")
        {
            errors.Add(new FieldError(
                "confirmBypass",
                "Without a sandbox, an agent that never asks can do anything that you can do. Send the word bypass to allow it."));
        }
    }

    /// <summary>An agent that never asks cannot be held to a mode that does.</summary>
    public void Mode(List<FieldError> errors, string kind, PermissionMode? mode)
    {
        if (mode is { } wanted && agents.Find(kind) is { Modes.Count: > 0 } agent && !agent.Modes.Contains(wanted))
        {
            errors.Add(new FieldError(
                "permissionMode",
                $"{agent.Name} cannot be held to this mode. It works in {string.Join(", ", agent.Modes.Select(offered => JsonNamingPolicy.SnakeCaseLower.ConvertName(offered.ToString())))}."));
        }
    }

    /// <summary>The mode where nobody named one: the project's, unless the agent works in a terminal and asks there, or not, by itself.</summary>
    public static PermissionMode UsualMode(string kind, PermissionMode? ofProject) =>
        AgentKinds.IsTerminal(kind) ? PermissionMode.Ask : ofProject ?? PermissionMode.Ask;

    public void Agent(List<FieldError> errors, string kind, IReadOnlyList<string>? command)
    {
        if (agents.All.Count > 0 && agents.Find(kind) is null)
        {
            errors.Add(new FieldError(
                "agentType", $"There is no agent '{kind}'. There are {string.Join(", ", agents.All.Select(agent => agent.Kind))}."));
        }

        var takesCommand = kind is AgentKinds.Acp or AgentKinds.Terminal;
        if (takesCommand && command is not { Count: > 0 })
        {
            errors.Add(new FieldError("agentCommand", $"An agent of kind {kind} needs its command line: the program and its arguments."));
        }

        if (!takesCommand && command is { Count: > 0 })
        {
            errors.Add(new FieldError("agentCommand", $"Only agents of kind {AgentKinds.Acp} or {AgentKinds.Terminal} take a command line."));
        }
    }

    public static Problem Invalid(List<FieldError> errors) => new(
        ProblemCode.InvalidRequest, errors.Count == 1 ? errors[0].Message : $"{errors.Count} things are wrong with this request.")
    {
        Errors = errors,
    };
}
