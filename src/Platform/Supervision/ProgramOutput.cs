using Homeport.Platform.Files;

namespace Homeport.Platform.Supervision;

/// <summary>Where all that a program writes goes: to memory, to a file, and to whoever waits for a word in it. Never waits for anything.</summary>
internal sealed class ProgramOutput(LogRing log, RotatedFile? file)
{
    private const int Portion = 64 * 1024;

    /// <summary>Reads to the end, as fast as the program writes.</summary>
    /// <param name="heard">Sees each whole line; null where nobody listens.</param>
    public async Task PumpAsync(Stream stream, LogSource source, LineTaker? heard, CancellationToken cancellationToken)
    {
        var cutter = new LineCutter((line, isWhole) =>
        {
            log.Add(source, line, isWhole);
            file?.Write(line);
            heard?.Invoke(line, isWhole);
        });
        var buffer = new byte[Portion / 4];
        try
        {
            while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var count)
            {
                cutter.Feed(buffer.AsSpan(0, count));
                if (count == buffer.Length && count < Portion)
                {
                    buffer = new byte[Portion]; // a program with much to say
                }
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // We closed it.
        }

        cutter.End();
    }

    /// <summary>The supervisor's own word, among those of the program.</summary>
    public void Note(string text)
    {
        log.Note(text);
        file?.Write($"[supervisor] {text}");
    }
}
