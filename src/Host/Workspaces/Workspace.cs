using Homeport.Domain;

namespace Homeport.Host.Workspaces;

/// <summary>Which workspace a request means.</summary>
internal static class Workspace
{
    /// <summary>The one that single-user mode has. Its id is the same in every installation.</summary>
    public const string Personal = "00000000-0000-7000-8000-000000000001";

    public static Problem NotFound(string id) =>
        new(ProblemCode.NotFound, $"There is no workspace {id}. Leave workspaceId out for the personal one, or list the workspaces.");
}
