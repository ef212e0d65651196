using System.Buffers;
using System.Threading.Channels;
using Homeport.Platform.Terminals;
using Homeport.Worker.Terminals.Screen;

namespace Homeport.Worker.Terminals;

/// <summary>What waits to be typed, because the programs do not read it yet. Bounded: what does not fit is not taken.</summary>
internal sealed class TerminalInput(PseudoTerminal terminal)
{
    public const int Room = 2 * 1024 * 1024;
    private const int MostPieces = 4096;

    private readonly Channel<byte[]> _pieces = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(MostPieces) { SingleReader = true });
    private readonly Lock _gate = new();
    private int _waiting;

    /// <returns>How many bytes were taken, from the start.</returns>
    public int Offer(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            var taken = Math.Min(bytes.Length, Room - _waiting);
            if (taken == 0 || !_pieces.Writer.TryWrite(bytes[..taken].ToArray()))
            {
                return 0;
            }

            _waiting += taken;
            return taken;
        }
    }

    /// <summary>
    /// Programs ask their terminal questions (what it is, where the cursor stands). We answer, and no viewer does: there may
    /// be none of them, or several. A program that does not read its answers gets no more of them.
    /// </summary>
    public void Answer(TerminalScreen screen)
    {
        if (screen.HasAnswers)
        {
            var answers = new ArrayBufferWriter<byte>(64);
            screen.ReadAnswers(answers);
            Offer(answers.WrittenSpan);
        }
    }

    /// <summary>Types until nobody is left to type to, or it is cancelled.</summary>
    public async Task TypeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var piece in _pieces.Reader.ReadAllAsync(cancellationToken))
            {
                if (!await terminal.WriteAsync(piece, cancellationToken))
                {
                    return;
                }

                lock (_gate)
                {
                    _waiting -= piece.Length;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The terminal ends.
        }
    }
}
