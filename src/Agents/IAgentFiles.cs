namespace Homeport.Agents;

/// <summary>
/// The files of a worktree, for agents that ask their client to read and write. The worker keeps both inside the
/// worktree and throws <see cref="UnauthorizedAccessException"/> for a path outside of it,
/// <see cref="FileNotFoundException"/> where there is nothing, and <see cref="IOException"/> for the rest.
/// </summary>
public interface IAgentFiles
{
    /// <summary>Reads from a line on, counted from 1, at most so many lines; all of it when both are null. The path is absolute.</summary>
    Task<string> ReadTextAsync(string path, int? line, int? limit, CancellationToken cancellationToken);

    Task WriteTextAsync(string path, string text, CancellationToken cancellationToken);
}
