namespace Homeport.Platform.Sandboxes;

/// <summary>Whether this machine can do something, found out by doing it.</summary>
/// <param name="Detail">What was found, such as a version.</param>
/// <param name="Reason">Why it cannot; null when it can.</param>
/// <param name="Next">The command that helps.</param>
public sealed record SandboxSupport(string? Detail, string? Reason = null, string? Next = null)
{
    public bool IsAvailable => Reason is null;
}
