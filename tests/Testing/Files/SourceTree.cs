namespace Homeport.Testing.Files;

/// <summary>Where the tests find what lies in the repository.</summary>
public static class SourceTree
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string At(params IEnumerable<string> parts) => Path.Combine([Root, .. parts]);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "Homeport.slnx")) ? folder
        : Path.GetDirectoryName(folder) is { } parent ? Find(parent)
        : throw new DirectoryNotFoundException($"No Homeport.slnx above {AppContext.BaseDirectory}: run the tests from inside the repository.");
}
