using System.Buffers;

namespace Homeport.Worker.Terminals.Screen;

/// <summary>
/// Writes what makes a viewer's terminal the same as this one: first what is seen, buffer by buffer, then the modes, and the
/// cursor last, since much of the rest moves it.
/// </summary>
internal sealed class Snapshot(ScreenState state, TextPrinter printer, IBufferWriter<byte> target)
{
    private readonly SnapshotText _text = new(target, state);

    public void Write()
    {
        _text.Add("\ec"u8);
        WriteNormal();
        if (state.IsAlternate)
        {
            _text.Add("\e[?47h\e[H"u8);
            WriteRows(new SnapshotRows(_text, state.Columns), state.Alternate, state.Rows);
            WriteMargins(state.Alternate);
        }
        else if (state.Alternate.Saved != default)
        {
            _text.Add("\e[?47h"u8);
            WriteSaved(state.Alternate);
            _text.Add("\e[?47l"u8);
        }

        WriteOriginAndCursor();
        new SnapshotModes(_text, state).Write();
        WriteCharacterSets();
        var hasExtras = (state.Pen.Background & CellStyle.HasExtras) != 0;
        _text.Use(PenStyle(), hasExtras ? state.Pen.Extended : new ExtendedStyle(0, state.Pen.Extended.UnderlineColor, null));
        WritePrecedingAgain();
    }

    private void WriteNormal()
    {
        var buffer = state.Normal;
        var rows = new SnapshotRows(_text, state.Columns);
        var cells = Array.Empty<Cell>();
        for (var index = 0; index < buffer.Above; index++)
        {
            var row = buffer.History![index];
            Array.Resize(ref cells, Math.Max(cells.Length, row.Length));
            cells.AsSpan().Clear();
            row.CopyTo(cells.AsSpan(0, row.Length));
            rows.Write(cells.AsSpan(0, row.Length), row.IsWrapped);
        }

        // While nothing has left the screen, empty rows at its end need not be written.
        var count = state.Rows;
        while (buffer.Above == 0 && count > 0 && buffer[count - 1] is { IsWrapped: false } last && last.UsedCells().IsEmpty)
        {
            count--;
        }

        WriteRows(rows, buffer, count);
        WriteMargins(buffer);
    }

    private void WriteRows(SnapshotRows rows, ScreenBuffer buffer, int count)
    {
        for (var y = 0; y < count; y++)
        {
            rows.Write(buffer[y].UsedCells(), buffer[y].IsWrapped);
        }

        _text.UseDefaultStyle();
    }

    /// <summary>Tab stops, scroll region and saved cursor, each of which a buffer has of its own.</summary>
    private void WriteMargins(ScreenBuffer buffer)
    {
        if (!buffer.Tabs.AreDefault(state.Columns))
        {
            _text.Add("\e[3g"u8);
            for (var column = 0; column < state.Columns; column++)
            {
                if (buffer.Tabs.At(column))
                {
                    _text.Add($"\e[{column + 1}G\eH");
                }
            }
        }

        if (buffer.ScrollTop != 0 || buffer.ScrollBottom != state.Rows - 1)
        {
            _text.Add($"\e[{buffer.ScrollTop + 1};{buffer.ScrollBottom + 1}r");
        }

        WriteSaved(buffer);
    }

    private void WriteSaved(ScreenBuffer buffer)
    {
        var saved = buffer.Saved;
        if (saved != default)
        {
            _text.Add($"\e[{Math.Clamp(saved.Place - buffer.Above, 0, state.Rows - 1) + 1};{saved.X + 1}H");
            _text.UseStyleOf(new Cell { Foreground = saved.Foreground, Background = saved.Background & ~CellStyle.HasExtras });
            _text.Add($"\e({Letter(saved.Characters)}\e7\e(B");
            _text.UseDefaultStyle();
        }
    }

    private void WriteOriginAndCursor()
    {
        var buffer = state.Active;
        if (state.Modes.Origin)
        {
            _text.Add("\e[?6h"u8);
        }

        var before = CellBefore(out var width);
        if (buffer.X < state.Columns)
        {
            MoveTo(buffer.X);
        }
        else if (before.HasContent)
        {
            MoveTo(state.Columns - width);
            _text.UseStyleOf(before);
            _text.AddContent(before);
        }
        else if (state.IsAlternate)
        {
            MoveTo(state.Columns - 1);
        }
        else
        {
            // Nothing to write there again, so the place behind the last column is brought along from the other buffer.
            _text.Add($"\e[?47h\e[{buffer.Y + 1};{state.Columns}H \e[?47l");
        }
    }

    private void MoveTo(int x)
    {
        var y = state.Active.Y - (state.Modes.Origin ? state.Active.ScrollTop : 0);
        _text.Add($"\e[{y + 1};{x + 1}H");
    }

    private void WriteCharacterSets()
    {
        var sets = state.Characters;
        for (var level = 0; level < 4; level++)
        {
            var set = level == sets.Level ? sets.Current : sets[level];
            if (set is not null)
            {
                _text.Add($"\e{"()*+"[level]}{set.Letter}");
            }
        }

        if (sets.Level > 0)
        {
            _text.Add(sets.Level switch { 1 => "\x0E", 2 => "\en", _ => "\eo" });
        }
    }

    /// <summary>When a mark could still join the last character, or a repeat repeat it, that character comes last.</summary>
    private void WritePrecedingAgain()
    {
        var cell = CellBefore(out var width);
        var set = state.Characters.Current;
        if (printer.Preceding > 0 && width == printer.Preceding && cell.HasContent && cell.HasStyleOf(PenStyle()) &&
            !state.Modes.Insert && (set is null || (!cell.IsGrapheme && set.Map((int)cell.Value) == cell.Value)))
        {
            MoveTo(state.Active.X - width);
            _text.AddContent(cell);
        }
    }

    /// <summary>The character that ends where the cursor is; without content when there is none to write again.</summary>
    private Cell CellBefore(out int width)
    {
        var x = state.Active.X;
        var row = state.Active.CursorRow;
        width = x > 1 && row[x - 1].IsTail ? 2 : 1;
        var cell = x >= width && x <= state.Columns ? row[x - width] : default;
        return cell.Width == width ? cell : default;
    }

    private Cell PenStyle() =>
        new() { Foreground = state.Pen.Foreground, Background = state.Pen.Background, Extras = state.Pen.Extras };

    private static char Letter(CharacterSet? set) => set?.Letter ?? 'B';
}
