namespace Homeport.Platform.Processes;

/// <summary>Finds a program in a PATH, as a shell would, but never in the current folder.</summary>
public static class ExecutableLookup
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The absolute path of the first executable called <paramref name="name"/>, or null.</summary>
    /// <param name="name">A bare name. A name with a separator is refused by returning null.</param>
    /// <param name="searchPath">Folders separated by <see cref="Path.PathSeparator"/>; relative and empty ones are skipped.</param>
    public static string? Find(string name, string? searchPath) => FindAll(name, searchPath).FirstOrDefault();

    /// <summary>Every executable of that name in the order of the PATH; doubled folders are listed once.</summary>
    public static IEnumerable<string> FindAll(string name, string? searchPath)
    {
        if (string.IsNullOrEmpty(name) || name is "." or ".." || name.Contains('/', StringComparison.Ordinal) || string.IsNullOrEmpty(searchPath))
        {
            return [];
        }

        return searchPath.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathFullyQualified)
            .Distinct(StringComparer.Ordinal)
            .Select(folder => Path.Combine(folder, name))
            .Where(IsExecutable);
    }

    internal static bool IsExecutable(string path) =>
        !OperatingSystem.IsWindows() && File.Exists(path) && (File.GetUnixFileMode(path) & AnyExecute) != 0;
}
