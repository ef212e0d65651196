using System.Text;

namespace Homeport.Platform.Processes;

/// <summary>What a finished command left.</summary>
/// <param name="Exit">How it ended.</param>
/// <param name="Output">Standard output as bytes, at most <see cref="CommandLimits.MaxOutputBytes"/>.</param>
/// <param name="Error">Standard error as text; bytes that are no UTF-8 are replaced.</param>
/// <param name="Truncated">It wrote more than the limit and was ended for it; <paramref name="Exit"/> then tells our signal.</param>
public sealed record CommandResult(ProcessExit Exit, ReadOnlyMemory<byte> Output, string Error, bool Truncated)
{
    /// <summary>The program ended by itself with code 0.</summary>
    public bool IsSuccess => !Truncated && Exit.IsSuccess;

    /// <summary><see cref="Output"/> as UTF-8.</summary>
    public string Text => Encoding.UTF8.GetString(Output.Span);
}
