using System.Globalization;
using Homeport.Testing.Files;

namespace Homeport.Bench;

/// <summary>How a run is done.</summary>
internal sealed record Settings
{
    /// <summary>Few repetitions and small data: to see that it works, not to learn a figure.</summary>
    public bool IsQuick { get; init; }

    /// <summary>Only measures whose name contains one of these words; all when empty.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>The built program.</summary>
    public string Program { get; init; } = Built("Cli", "homeport");

    /// <summary>The peer.</summary>
    public string BareKestrel { get; init; } = Built("BareKestrel", "Homeport.BareKestrel");

    public string History { get; init; } = SourceTree.At("bench", "history");

    public int Repetitions => IsQuick ? 3 : 5;

    /// <summary>One window of load.</summary>
    public TimeSpan Window => TimeSpan.FromSeconds(IsQuick ? 0.5 : 1.5);

    public static Settings Read(string[] arguments)
    {
        var settings = new Settings();
        for (var index = 0; index < arguments.Length; index++)
        {
            settings = arguments[index] switch
            {
                "--quick" => settings with { IsQuick = true },
                "--only" => settings with { Only = arguments[++index].Split(',') },
                "--program" => settings with { Program = arguments[++index] },
                "--history" => settings with { History = arguments[++index] },
                var other => throw new ArgumentException(string.Create(
                    CultureInfo.InvariantCulture, $"'{other}' is not known. There are --quick, --only WORD,WORD, --program FILE and --history FOLDER.")),
            };
        }

        return settings;
    }

    private static string Built(string project, string file) =>
        SourceTree.At("artifacts", "bin", project, new DirectoryInfo(AppContext.BaseDirectory).Name, file);
}
