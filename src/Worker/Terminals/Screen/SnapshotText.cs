using System.Buffers;
using System.Text;

namespace Homeport.Worker.Terminals.Screen;

/// <summary>The bytes of a snapshot under construction, and the style the viewer's pen has by then.</summary>
internal sealed class SnapshotText(IBufferWriter<byte> target, ScreenState state)
{
    private readonly StringBuilder _scratch = new();
    private Cell _style;
    private Hyperlink? _link;

    /// <summary>The viewer would fill new rows with this pen's background.</summary>
    public bool HasColoredBackground => (_style.Background & CellStyle.KindMask) != 0;

    public void Add(string text) => Encoding.UTF8.GetBytes(text, target);

    public void Add(ReadOnlySpan<byte> bytes) => target.Write(bytes);

    /// <summary>Writes what of the beginning is ASCII in one style, which most of most rows is.</summary>
    /// <returns>How many cells that was.</returns>
    public int AddAscii(ReadOnlySpan<Cell> cells)
    {
        var bytes = target.GetSpan(cells.Length);
        var count = 0;
        while (count < cells.Length && cells[count] is { Content: >= 0x20 and < 0x7F } cell && cell.HasStyleOf(_style))
        {
            bytes[count++] = (byte)cell.Content;
        }

        target.Advance(count);
        return count;
    }

    public void AddContent(in Cell cell)
    {
        _scratch.Clear();
        state.AppendText(cell, _scratch);
        foreach (var chunk in _scratch.GetChunks())
        {
            Encoding.UTF8.GetBytes(chunk.Span, target);
        }
    }

    /// <summary>Gives the viewer's pen the style of this cell. Setting it, even to what it is, keeps a mark from joining.</summary>
    public void UseStyleOf(in Cell cell, bool always = false)
    {
        if (always || !cell.HasStyleOf(_style))
        {
            Use(cell, state.StyleOf(cell));
        }
    }

    public void Use(in Cell style, ExtendedStyle extended)
    {
        if (_link != extended.Link)
        {
            _link = extended.Link;
            Add(_link is null ? "\e]8;;\e\\" : $"\e]8;{(_link.Id is null ? "" : "id=" + _link.Id)};{_link.Uri}\e\\");
        }

        _style = style;
        Add($"\e[{PenText.Of(style.Foreground, style.Background, extended)}m");
        if (style.IsProtected)
        {
            Add("\e[1\"q");
        }
    }

    public void UseDefaultStyle() => UseStyleOf(default);
}
