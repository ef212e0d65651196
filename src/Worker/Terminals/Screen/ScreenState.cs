using System.Text;

namespace Homeport.Worker.Terminals.Screen;

/// <summary>All that a terminal remembers, and the movements of its cursor. The sequences work on it.</summary>
internal sealed class ScreenState
{
    private const int MostShared = 16_384;
    private const int LongestGrapheme = 32;

    private readonly SharedValues<string> _graphemes = new(MostShared);
    private readonly SharedValues<ExtendedStyle> _styles = new(MostShared);
    private readonly int _scrollback;
    private Pen _pen;

    public ScreenState(int columns, int rows, int scrollback)
    {
        Columns = columns;
        Rows = rows;
        _scrollback = scrollback;
        Active = Normal = new ScreenBuffer(columns, rows, new History(scrollback));
        Alternate = new ScreenBuffer(columns, rows, history: null);
    }

    public int Columns { get; private set; }

    public int Rows { get; private set; }

    public ScreenBuffer Normal { get; private set; }

    public ScreenBuffer Alternate { get; private set; }

    public ScreenBuffer Active { get; private set; }

    public bool IsAlternate => Active == Alternate;

    public TerminalModes Modes { get; } = new();

    public CharacterSets Characters { get; } = new();

    public ref Pen Pen => ref _pen;

    public string Title { get; set; } = "";

    public void Resize(int columns, int rows)
    {
        new BufferResize(Normal, Columns, Rows).Resize(columns, rows);
        new BufferResize(Alternate, Columns, Rows).Resize(columns, rows);
        (Columns, Rows) = (columns, rows);
        Normal.Tabs.Resize(columns);
        Alternate.Tabs.Resize(columns);
    }

    /// <summary>The style of a cell that has more than colours and flags.</summary>
    public ExtendedStyle StyleOf(in Cell cell) => cell.Extras == 0 ? default : _styles[cell.Extras];

    /// <summary>Writes what a cell shows; nothing for an empty one.</summary>
    public void AppendText(in Cell cell, StringBuilder text)
    {
        if (cell.IsGrapheme)
        {
            text.Append(_graphemes[cell.Value]);
        }
        else if (cell.Value != 0)
        {
            text.Append(new Rune(cell.Value).ToString());
        }
    }

    /// <param name="row">Counted from the screen's top; negative in the history.</param>
    public string TextOf(int row)
    {
        var shown = row < 0 ? Active.History![Active.Above + row].Read(Columns) : Active[row];
        var text = new StringBuilder();
        foreach (ref readonly var cell in shown.UsedCells())
        {
            if (cell.HasContent)
            {
                AppendText(cell, text);
            }
            else if (!cell.IsTail)
            {
                text.Append(' ');
            }
        }

        return text.ToString().TrimEnd(' ');
    }

    /// <summary>A change to the pen's underline or link: <see cref="Pen.Extras"/> follows.</summary>
    public void SetExtended(ExtendedStyle style)
    {
        _pen.Extended = style;
        _pen.Background = style.IsEmpty ? _pen.Background & ~CellStyle.HasExtras : _pen.Background | CellStyle.HasExtras;
        RenewExtras();
    }

    /// <summary>A mark joins what the cell has; beyond what is sensible, it is dropped.</summary>
    public uint Join(in Cell cell, int codePoint, int width)
    {
        var text = new StringBuilder();
        AppendText(cell, text);
        if (text.Length >= LongestGrapheme)
        {
            return cell.Content;
        }

        var grapheme = text.Append(new Rune(codePoint).ToString()).ToString();
        var number = _graphemes.Find(grapheme);
        if (number == 0)
        {
            SweepIf(_graphemes.IsCrowded);
            number = _graphemes.Add(grapheme);
        }

        return number == 0 ? cell.Content : Cell.ContentOfGrapheme(number, width);
    }

    public void RestrictCursor() => RestrictCursor(Columns - 1);

    public void RestrictCursor(int last)
    {
        Active.X = Math.Clamp(Active.X, 0, last);
        Active.Y = Modes.Origin
            ? Math.Min(Active.ScrollBottom, Math.Max(Active.ScrollTop, Active.Y))
            : Math.Clamp(Active.Y, 0, Rows - 1);
    }

    public void SetCursor(int x, int y)
    {
        Active.X = x;
        Active.Y = Modes.Origin ? Saturate(Active.ScrollTop, y) : y;
        RestrictCursor();
    }

    /// <summary>With the origin at the region's top the row is counted from there once more, as every viewer does it.</summary>
    public void MoveCursor(int x, int y)
    {
        RestrictCursor();
        SetCursor(Saturate(Active.X, x), Saturate(Active.Y, y));
    }

    public void Scroll(bool isWrapped = false) => Active.Scroll(Columns, _pen.Erased, isWrapped);

    public void SaveCursor() => Active.Saved = new SavedCursor(
        Active.X, Active.Above + Active.Y, _pen.Foreground, _pen.Background, Characters.Current);

    public void RestoreCursor()
    {
        var saved = Active.Saved;
        Active.X = saved.X;
        Active.Y = Math.Max(saved.Place - Active.Above, 0);
        _pen.Foreground = saved.Foreground;
        _pen.Background = saved.Background;
        RenewExtras();
        Characters.Current = saved.Characters;
        RestrictCursor();
    }

    public void ShowAlternate()
    {
        if (!IsAlternate)
        {
            Alternate.FillRows(Columns, Rows, _pen.Erased);
            (Alternate.X, Alternate.Y) = (Normal.X, Normal.Y);
            Active = Alternate;
        }
    }

    public void ShowNormal()
    {
        if (IsAlternate)
        {
            (Normal.X, Normal.Y) = (Alternate.X, Alternate.Y);
            Alternate.Empty(Columns, Rows);
            Active = Normal;
        }
    }

    public void SoftReset()
    {
        Modes.IsCursorHidden = false;
        Modes.Reset();
        Active.ScrollTop = 0;
        Active.ScrollBottom = Rows - 1;
        _pen = default;
        Characters.Reset();
        Active.Saved = new SavedCursor(0, Active.Above, 0, 0, null);
    }

    public void FullReset()
    {
        Modes.Reset();
        Modes.ResetMouse();
        _pen = default;
        Characters.Reset();
        Active = Normal = new ScreenBuffer(Columns, Rows, new History(_scrollback));
        Alternate = new ScreenBuffer(Columns, Rows, history: null);
    }

    private static int Saturate(int left, int right) => (int)Math.Clamp((long)left + right, int.MinValue, int.MaxValue);

    private void RenewExtras()
    {
        if ((_pen.Background & CellStyle.HasExtras) == 0)
        {
            _pen.Extras = 0;
            return;
        }

        _pen.Extras = _styles.Find(_pen.Extended);
        if (_pen.Extras == 0)
        {
            SweepIf(_styles.IsCrowded);
            _pen.Extras = _styles.Add(_pen.Extended);
        }
    }

    /// <summary>Finds out what is in use by looking at every cell; rare, for the limit doubles with what is left.</summary>
    private void SweepIf(bool isCrowded)
    {
        if (!isCrowded)
        {
            return;
        }

        HashSet<uint> graphemes = [];
        HashSet<uint> styles = [_pen.Extras];
        for (var index = 0; index < Normal.Above; index++)
        {
            Normal.History![index].Mark(graphemes, styles);
        }

        foreach (var row in (IEnumerable<Row>)[.. Normal.TakeRows(), .. Alternate.TakeRows()])
        {
            row.Mark(graphemes, styles);
        }

        _graphemes.Sweep(graphemes);
        _styles.Sweep(styles);
    }
}
