using Homeport.Domain;
using Homeport.Domain.Tasks;
using Homeport.Host.Sessions;
using Homeport.Protocol.Projects;

namespace Homeport.Host.Projects;

/// <summary>What the fields of a project may hold.</summary>
internal static class ProjectChecks
{
    private const int LongestName = 100;
    private const int LongestWord = 200;
    private const int Colors = 8;

    public static void CheckName(string? name, List<FieldError> errors)
    {
        if (name is not null && name.Trim().Length is 0 or > LongestName)
        {
            errors.Add(new FieldError("name", $"Must have 1 to {LongestName} characters."));
        }
    }

    public static void CheckColor(int? color, List<FieldError> errors)
    {
        if (color is < 1 or > Colors)
        {
            errors.Add(new FieldError("color", $"Must be 1 to {Colors}."));
        }
    }

    public static void CheckDefaults(ProjectDefaults? defaults, List<FieldError> errors)
    {
        if (defaults is null)
        {
            return;
        }

        if (defaults.BaseBranch is { } branch && BranchName.WhatIsWrong(branch) is { } wrong)
        {
            errors.Add(new FieldError("defaults/baseBranch", wrong));
        }

        // The template must give a branch name; any slug and id show whether it does.
        if (defaults.BranchTemplate is { } template)
        {
            var sample = BranchName.FromTemplate(template, "add-login", "1a2b3c");
            if (!template.Contains("${shortId}", StringComparison.Ordinal))
            {
                errors.Add(new FieldError("defaults/branchTemplate", "Must hold ${shortId}, so that no two tasks get the same branch."));
            }
            else if (BranchName.WhatIsWrong(sample) is { } unusable)
            {
                errors.Add(new FieldError("defaults/branchTemplate", $"Would make branches such as {sample}. {unusable}"));
            }
        }

        if (defaults.ContainerImage is { } image && (image.Length is 0 or > LongestWord || image[0] == '-' || image.Any(char.IsWhiteSpace)))
        {
            errors.Add(new FieldError("defaults/containerImage", $"Must be the name of an image, such as localhost/homeport-agents:latest, with at most {LongestWord} characters."));
        }

        if (defaults.Model?.Length > LongestWord)
        {
            errors.Add(new FieldError("defaults/model", $"Must have at most {LongestWord} characters."));
        }

        if (defaults.Retries is < 0 or > SelfResume.MostRetries)
        {
            errors.Add(new FieldError("defaults/retries", $"Must be 0 to {SelfResume.MostRetries}."));
        }
    }

    public static Problem? ToProblem(List<FieldError> errors) => errors.Count == 0
        ? null
        : new Problem(ProblemCode.InvalidRequest, "The project was not stored; errors tells what to change.") { Errors = errors };

    public static Problem NotFound(string id) =>
        new(ProblemCode.NotFound, $"There is no project {id}. It may have been deleted; list them anew.");
}
