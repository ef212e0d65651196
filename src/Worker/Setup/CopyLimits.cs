namespace Homeport.Worker.Setup;

/// <summary>How much is copied into one worktree at most.</summary>
/// <param name="Files">Files and links together.</param>
/// <param name="Bytes">What they hold together.</param>
internal sealed record CopyLimits(int Files, long Bytes)
{
    /// <summary>Enough for a large <c>node_modules</c>, too little to fill a disk by a pattern that means everything.</summary>
    public static CopyLimits Usual { get; } = new(100_000, 4L * 1024 * 1024 * 1024);
}
