using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Homeport.Cli;

/// <summary>Everything that a command may know of the process it runs in: the only place where it is read.</summary>
internal sealed record Surroundings
{
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public required string CurrentFolder { get; init; }

    /// <summary>Made when it is first read: the runtime's reader takes a terminal over.</summary>
    public required Lazy<TextReader> Input { get; init; }

    public required TextWriter Output { get; init; }

    public required TextWriter Errors { get; init; }

    /// <summary>A person types: nothing is piped in.</summary>
    public required bool InputIsTerminal { get; init; }

    /// <summary>A person reads: tables and colours are welcome.</summary>
    public required bool OutputIsTerminal { get; init; }

    public required bool ErrorsIsTerminal { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>This executable with its leading arguments.</summary>
    public required IReadOnlyList<string> Program { get; init; }

    public required string Version { get; init; }

    public string Home => Variable("HOME") ?? Variable("USERPROFILE") ?? "/";

    /// <summary>Null when it is not set or empty.</summary>
    public string? Variable(string name) => Environment.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public static Surroundings Read() => new()
    {
        Environment = System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string)(entry.Value ?? ""), StringComparer.Ordinal),
        CurrentFolder = System.Environment.CurrentDirectory,
        Input = new Lazy<TextReader>(() => new StreamReader(Console.OpenStandardInput(), Utf8)),
        Output = Writer(Console.OpenStandardOutput()),
        Errors = Writer(Console.OpenStandardError()),
        InputIsTerminal = !Console.IsInputRedirected,
        OutputIsTerminal = !Console.IsOutputRedirected,
        ErrorsIsTerminal = !Console.IsErrorRedirected,
        Time = TimeProvider.System,
        Program = ReadProgram(),
        Version = ReadVersion(),
    };

    /// <summary>Not <see cref="Console.Out"/>, which sends a terminal the escape sequences of an editor.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "Standard streams live as long as the process.")]
    private static TextWriter Writer(Stream stream) => TextWriter.Synchronized(new StreamWriter(stream, Utf8) { AutoFlush = true });

    /// <summary>The executable itself, or the runtime and the assembly where it was started as <c>dotnet homeport.dll</c>.</summary>
    private static IReadOnlyList<string> ReadProgram()
    {
        var process = System.Environment.ProcessPath ?? "homeport";
        return string.Equals(Path.GetFileNameWithoutExtension(process), "dotnet", StringComparison.Ordinal)
            ? [process, Path.Combine(AppContext.BaseDirectory, "homeport.dll")]
            : [process];
    }

    private static string ReadVersion() => typeof(Surroundings).Assembly.GetName().Version is { } version ? version.ToString(fieldCount: 3) : "0.0.0";
}
