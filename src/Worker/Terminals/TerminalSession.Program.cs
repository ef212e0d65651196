namespace Homeport.Worker.Terminals;

/// <summary>What is to be known of the program itself, where it is an agent.</summary>
internal sealed partial class TerminalSession
{
    private DateTimeOffset? _lastOutputAt;

    /// <summary>When something was written last; null before the first byte.</summary>
    public DateTimeOffset? LastOutputAt
    {
        get
        {
            lock (_gate)
            {
                return _lastOutputAt;
            }
        }
    }

    /// <summary>What is pasted is to be marked as such.</summary>
    public bool TakesMarkedPaste
    {
        get
        {
            lock (_gate)
            {
                return _screen.TakesMarkedPaste;
            }
        }
    }

    /// <summary>Completes when the first program has ended, and what it wrote is on the screen. It never fails.</summary>
    public Task Ended => _living;

    /// <summary>Types for nobody who looks.</summary>
    /// <returns>Whether all of it found room.</returns>
    public bool Type(ReadOnlySpan<byte> bytes) => Status.IsRunning && _input.Offer(bytes) == bytes.Length;

    /// <summary>The last lines that are not empty, of what is on the screen and above it.</summary>
    public string LastLines(int count)
    {
        lock (_gate)
        {
            return _screen.LastLines(count);
        }
    }
}
