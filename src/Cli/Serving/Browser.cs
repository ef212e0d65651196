using Homeport.Platform.Processes;

namespace Homeport.Cli.Serving;

/// <summary>Opens the person's browser.</summary>
internal static class Browser
{
    // $0 is the opener, $1 the address. Some openers become the browser and stay: after two seconds that counts as success,
    // and it goes on without us.
    private const string Script = """
        nohup "$0" "$1" </dev/null >/dev/null 2>&1 &
        opener=$!
        tries=0
        while [ $tries -lt 20 ]; do
          kill -0 $opener 2>/dev/null || { wait $opener; exit $?; }
          sleep 0.1
          tries=$((tries + 1))
        done
        exit 0
        """;

    private static readonly CommandLimits Limits = new()
    {
        MaxOutputBytes = 64 * 1024,
        MaxErrorBytes = 64 * 1024,
        Timeout = TimeSpan.FromSeconds(10),
    };

    /// <summary>
    /// Starts the system's opener. The address holds a secret for one use, and
    /// a command line can be read by others for a moment; the secret is worthless once the page has traded it.
    /// </summary>
    /// <returns>False when there is no browser or no desktop to open it on.</returns>
    public static async Task<bool> OpenAsync(string url, Surroundings surroundings, CancellationToken cancellationToken)
    {
        if (Opener(surroundings) is not { } opener)
        {
            return false;
        }

        try
        {
            var result = await Command.RunAsync(
                new ProcessStart
                {
                    FileName = "sh",
                    Arguments = ["-c", Script, opener, url],
                    WorkingDirectory = "/",
                    Environment = surroundings.Environment,
                },
                default, Limits, surroundings.Time, cancellationToken);
            return result.Exit.IsSuccess;
        }
        catch (Exception exception) when (exception is ProcessStartException or TimeoutException)
        {
            return false;
        }
    }

    private static string? Opener(Surroundings surroundings)
    {
        var path = surroundings.Variable("PATH");
        return surroundings.Variable("BROWSER") is { } own && Find(own, path) is { } chosen ? chosen
            : OperatingSystem.IsMacOS() ? ExecutableLookup.Find("open", path)
            : surroundings.Variable("DISPLAY") is not null || surroundings.Variable("WAYLAND_DISPLAY") is not null
                ? ExecutableLookup.Find("xdg-open", path)
                : ExecutableLookup.Find("wslview", path);
    }

    private static string? Find(string program, string? path) =>
        Path.IsPathFullyQualified(program) ? (File.Exists(program) ? program : null) : ExecutableLookup.Find(program, path);
}
