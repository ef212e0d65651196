namespace Homeport.Agents.Past;

/// <summary>Where agents keep things, by the variables that they look at themselves.</summary>
internal static class PastFolder
{
    /// <summary>What the variable names, or what lies in the home folder; null when neither is there or it is no absolute path.</summary>
    public static string? Of(IReadOnlyDictionary<string, string> environment, string variable, params IReadOnlyList<string> inHome)
    {
        var folder = environment.GetValueOrDefault(variable) is { Length: > 0 } named ? named
            : environment.GetValueOrDefault("HOME") is { Length: > 0 } home ? Path.Combine([home, .. inHome])
            : null;
        return folder is not null && Path.IsPathFullyQualified(folder) ? folder : null;
    }
}
