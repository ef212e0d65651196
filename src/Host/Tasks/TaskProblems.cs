using System.Text.Json;
using Homeport.Domain;

namespace Homeport.Host.Tasks;

/// <summary>Refusals that several operations share.</summary>
internal static class TaskProblems
{
    public static Problem NotFound(string id) =>
        new(ProblemCode.NotFound, $"There is no task {id}. It may have been deleted; listUnitTasks shows what there is.");

    public static Problem InTrash(UnitTask task) =>
        new(ProblemCode.Conflict, $"Task {task.ShortId} lies in the trash. Restore it first.");

    public static Problem NoWorktree(UnitTask task) => new(
        ProblemCode.Conflict,
        $"Task {task.ShortId} has no worktree {(task.WorktreePath is null ? "yet. Start it first." : "any more. Send a prompt to bring it back.")}");

    /// <summary>The word of a code on the wire.</summary>
    public static string Word(ProblemCode code) => JsonNamingPolicy.SnakeCaseLower.ConvertName(code.ToString());
}
