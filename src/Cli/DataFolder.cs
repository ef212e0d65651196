namespace Homeport.Cli;

/// <summary>Which data folder a command is about: <c>--root</c>, then the environment, then <c>~/.homeport</c>.</summary>
internal static class DataFolder
{
    public static string Resolve(string? flag, Surroundings surroundings)
    {
        var named = flag ?? surroundings.Variable("HOMEPORT_ROOT") ?? surroundings.Variable("PERSONAL_SERVER_ROOT_PATH");
        var path = named switch
        {
            null => Path.Combine(surroundings.Home, ".homeport"),
            "~" => surroundings.Home,
            _ when named.StartsWith("~/", StringComparison.Ordinal) => Path.Combine(surroundings.Home, named[2..]),
            _ => named,
        };
        return Path.TrimEndingDirectorySeparator(Path.GetFullPath(path, surroundings.CurrentFolder));
    }
}
