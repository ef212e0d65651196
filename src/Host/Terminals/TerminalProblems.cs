using Homeport.Domain;

namespace Homeport.Host.Terminals;

/// <summary>Refusals that several operations share.</summary>
internal static class TerminalProblems
{
    private const int LongestName = 100;

    public static Problem NotFound(string id) =>
        new(ProblemCode.NotFound, $"There is no terminal {id}. It may have been closed; listTerminals shows what there is.");

    public static void CheckName(string? name, List<FieldError> errors)
    {
        if (name?.Trim().Length > LongestName || name?.Any(char.IsControl) == true)
        {
            errors.Add(new FieldError("name", $"Must have at most {LongestName} characters, all of them visible."));
        }
    }

    public static Problem? ToProblem(List<FieldError> errors) => errors.Count == 0
        ? null
        : new Problem(ProblemCode.InvalidRequest, "Nothing was changed; errors tells what to change.") { Errors = errors };

    /// <summary>An empty name is none.</summary>
    public static string? Trimmed(string? name) => string.IsNullOrWhiteSpace(name) ? null : name.Trim();
}
