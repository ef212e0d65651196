using System.Text;

namespace Homeport.Worker.Git;

/// <summary>What a run of git left.</summary>
/// <param name="ExitCode">128 and more when git itself gave up; below that it depends on the command.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error, English.</param>
/// <param name="Truncated">There was more output than the call allowed.</param>
internal sealed record GitOutput(int ExitCode, ReadOnlyMemory<byte> Output, string Error, bool Truncated)
{
    public bool IsSuccess => ExitCode == 0 && !Truncated;

    /// <summary>As UTF-8, without the line break at the end; bytes that are none are replaced.</summary>
    public string Text => Encoding.UTF8.GetString(Output.Span).TrimEnd('\n');

    /// <summary>The parts of output that <c>-z</c> ended with NUL.</summary>
    public IEnumerable<string> Fields()
    {
        var rest = Output;
        while (!rest.IsEmpty)
        {
            var end = rest.Span.IndexOf((byte)0);
            yield return Encoding.UTF8.GetString(end < 0 ? rest.Span : rest.Span[..end]);
            rest = end < 0 ? default : rest[(end + 1)..];
        }
    }

    public IEnumerable<string> Lines() => Text.Length == 0 ? [] : Text.Split('\n');

    /// <summary>The first lines of what git said, for a message to a person.</summary>
    public string Complaint()
    {
        var lines = Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => !line.StartsWith("hint:", StringComparison.Ordinal)).Take(6);
        var text = string.Join(' ', lines);
        return text.Length > 0 ? text : $"it ended with code {ExitCode}";
    }
}
