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

    public void AddContent(in Cell cell)
    {
        if (!cell.IsGrapheme && cell.Value is >= 0x20 and < 0x7F)
        {
            target.GetSpan(1)[0] = (byte)cell.Value;
            target.Advance(1);
            return;
        }

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
