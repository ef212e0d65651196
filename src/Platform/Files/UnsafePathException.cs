namespace Homeport.Platform.Files;

/// <summary>A path is refused because of where it leads or whose it is.</summary>
/// <param name="path">As it was given.</param>
/// <param name="reason">Why, and what to do; the sentence goes on after "because".</param>
public sealed class UnsafePathException(string path, string reason)
    : IOException($"'{path}' is not used because {reason}.")
{
    public string Path { get; } = path;
}
