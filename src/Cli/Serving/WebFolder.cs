namespace Homeport.Cli.Serving;

/// <summary>Finds the built web client: beside the executable, or in the checkout that the executable was built in.</summary>
internal static class WebFolder
{
    private const string Page = "index.html";

    /// <summary>Null when it was not built.</summary>
    public static string? Find(string executableFolder)
    {
        var beside = Path.Combine(executableFolder, "web");
        return IsClient(beside) ? beside
            : FindCheckout(executableFolder) is { } checkout && Path.Combine(checkout, "web", "dist") is var built && IsClient(built) ? built
            : null;
    }

    public static bool IsClient(string folder) => File.Exists(Path.Combine(folder, Page));

    /// <summary>The folder above the executable that holds the solution; null for an installed program.</summary>
    public static string? FindCheckout(string executableFolder)
    {
        for (var folder = new DirectoryInfo(executableFolder); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Homeport.slnx")))
            {
                return folder.FullName;
            }
        }

        return null;
    }
}
