using Homeport.Protocol.Link;

namespace Homeport.Worker.Terminals;

/// <summary>
/// Those who look at one terminal, and who of them owns its size: the one who typed last or claimed it, and after that one left
/// the one that was active last. Not synchronised: its terminal's gate guards it.
/// </summary>
internal sealed class TerminalAudience
{
    private readonly Dictionary<string, (TerminalViewer Viewer, Task Showing)> _viewers = new(StringComparer.Ordinal);
    private long _acts;

    /// <summary>Null while nobody looks.</summary>
    public TerminalViewer? Owner { get; set; }

    public Task[] Showing => [.. _viewers.Values.Select(seat => seat.Showing)];

    public TerminalViewer? Find(string viewerId) => _viewers.GetValueOrDefault(viewerId).Viewer;

    public void Add(TerminalViewer viewer, Task showing) => _viewers[viewer.Id] = (viewer, showing);

    /// <returns>Who owns the size now, if that is another one.</returns>
    public TerminalViewer? Remove(TerminalViewer viewer)
    {
        _viewers.Remove(viewer.Id);
        if (Owner != viewer)
        {
            return null;
        }

        Owner = null;
        return _viewers.Values.Select(seat => seat.Viewer).MaxBy(other => other.LastActive);
    }

    /// <summary>The viewer did something just now.</summary>
    public void NoteActive(TerminalViewer viewer) => viewer.LastActive = ++_acts;

    public void Show(ReadOnlySpan<byte> output)
    {
        foreach (var (viewer, _) in _viewers.Values)
        {
            viewer.Queue.Offer(output);
            viewer.Wake();
        }
    }

    public void Tell(TerminalStatus status)
    {
        foreach (var (viewer, _) in _viewers.Values)
        {
            viewer.Queue.Offer(NewsFor(viewer, status));
            viewer.Wake();
        }
    }

    public TerminalViewerChanged NewsFor(TerminalViewer viewer, TerminalStatus status) =>
        new() { ViewerId = viewer.Id, OwnsSize = viewer == Owner, Terminal = status };
}
