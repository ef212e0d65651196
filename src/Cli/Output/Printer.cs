using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Homeport.Protocol;
using Spectre.Console;

namespace Homeport.Cli.Output;

/// <summary>
/// Prints for a program (<c>--json</c>: one value, nothing else), for a pipe (plain lines, columns separated by tabs) or for a
/// person at a terminal (tables, colours unless NO_COLOR is set).
/// </summary>
internal sealed class Printer(Surroundings surroundings, bool isJson)
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonWriterOptions Indented = Compact with { Indented = true };

    private IAnsiConsole? _console;

    public bool IsJson => isJson;

    /// <summary>Tables and colours are welcome.</summary>
    public bool IsRich => !isJson && surroundings.OutputIsTerminal;

    public bool HasColour => IsRich && surroundings.Variable("NO_COLOR") is null && surroundings.Variable("TERM") != "dumb";

    /// <summary>Made when it is first used: its library takes time to load, and <c>serve</c> never uses it.</summary>
    public IAnsiConsole Rich => _console ??= AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(surroundings.Output),
        ColorSystem = surroundings.Variable("NO_COLOR") is null ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
    });

    public void Line(string text = "") => surroundings.Output.WriteLine(text);

    /// <summary>A remark beside the result, which a pipe does not get.</summary>
    public void Note(string text) => surroundings.Errors.WriteLine(text);

    public void Json<T>(T value, JsonTypeInfo<T> type) => Json(JsonSerializer.SerializeToElement(value, type));

    /// <summary>One line, or indented at a terminal.</summary>
    public void Json(JsonElement value) => surroundings.Output.WriteLine(Text(value, surroundings.OutputIsTerminal ? Indented : Compact));

    /// <summary>Always one line: an entry of a stream of values.</summary>
    public void JsonLine(JsonElement value)
    {
        surroundings.Output.WriteLine(Text(value, Compact));
        surroundings.Output.Flush();
    }

    public void Problem(ErrorData problem)
    {
        if (isJson)
        {
            Json(problem, ProtocolJson.Default.ErrorData);
            return;
        }

        surroundings.Errors.WriteLine($"homeport: {problem.Detail ?? problem.Code}");
        foreach (var error in problem.Errors ?? [])
        {
            surroundings.Errors.WriteLine(error.Path.Length == 0 ? $"  {error.Message}" : $"  {error.Path}: {error.Message}");
        }

        foreach (var (name, values) in problem.Facts ?? new Dictionary<string, string[]>())
        {
            surroundings.Errors.WriteLine($"  {name}: {string.Join(", ", values)}");
        }
    }

    /// <summary>
    /// Rows under headings at a terminal, else values separated by tabs without headings. Where the terminal is narrow, the
    /// columns TITLE and PATH give way.
    /// </summary>
    public void Table(IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows)
    {
        if (!IsRich)
        {
            foreach (var row in rows)
            {
                Line(string.Join('\t', row.Select(OneLine)));
            }

            return;
        }

        var table = new Table().Border(TableBorder.None);
        foreach (var heading in headings)
        {
            var column = new TableColumn(new Markup($"[grey]{Markup.Escape(heading)}[/]")).PadRight(2);
            table.AddColumn(heading is "TITLE" or "PATH" ? column : column.NoWrap());
        }

        foreach (var row in rows)
        {
            table.AddRow(row.Select(cell => new Markup(Markup.Escape(OneLine(cell)))).ToArray<Spectre.Console.Rendering.IRenderable>());
        }

        Rich.Write(table);
    }

    private static string OneLine(string text) => Terminal.Harmless(text).ReplaceLineEndings(" ").Replace('\t', ' ');

    private static string Text(JsonElement value, JsonWriterOptions options)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, options))
        {
            value.WriteTo(writer);
        }

        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }
}
