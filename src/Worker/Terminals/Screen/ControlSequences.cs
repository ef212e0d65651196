namespace Homeport.Worker.Terminals.Screen;

/// <summary>The table of control sequences: which final character, with what before it, does what.</summary>
internal sealed class ControlSequences(
    ScreenState state, TextPrinter printer, CursorMovement cursor, ModeSwitch modes, TerminalAnswers answers)
{
    private const int Private = '?' << 8;
    private const int Greater = '>' << 8;
    private const int Space = ' ' << 8;
    private const int Quote = '"' << 8;
    private const int Apostrophe = '\'' << 8;
    private const int Dollar = '$' << 8;
    private const int PrivateDollar = ('?' << 16) | ('$' << 8);
    private const int Exclamation = '!' << 8;

    private readonly Editing _editing = new(state);
    private readonly GraphicRendition _rendition = new(state);
    private readonly TitleStack _titles = new(state);

    /// <param name="identity">The final character, and above it eight bits for each character before it.</param>
    public void Run(int identity, SequenceParameters parameters)
    {
        var count = parameters.AtLeastOne(0);
        switch (identity)
        {
            case 'm':
                _rendition.Apply(parameters);
                break;
            case 'H' or 'f':
                state.SetCursor(parameters.AtLeastOne(1) - 1, count - 1);
                break;
            case 'A' or 'B' or 'C' or 'D' or 'E' or 'F' or 'G' or '`' or 'a' or 'd' or 'e':
                Move(identity, count);
                break;
            case 'h' or 'l':
                modes.Set(parameters, isPrivate: false, identity == 'h');
                break;
            case Private | 'h' or Private | 'l':
                modes.Set(parameters, isPrivate: true, (identity & 0xFF) == 'h');
                break;
            case 'J' or Private | 'J':
                _editing.EraseDisplay(parameters[0], identity != 'J');
                break;
            case 'K' or Private | 'K':
                _editing.EraseLine(parameters[0], identity != 'K');
                break;
            case 'b':
                printer.Repeat(count);
                break;
            default:
                if (!Edit(identity, count) && !Set(identity, parameters))
                {
                    Ask(identity, parameters);
                }

                break;
        }
    }

    private void Move(int final, int count)
    {
        switch (final)
        {
            case 'A':
                cursor.Up(count);
                break;
            case 'B':
                cursor.Down(count);
                break;
            case 'C' or 'a':
                state.MoveCursor(count, 0);
                break;
            case 'D':
                state.MoveCursor(-count, 0);
                break;
            case 'E':
                cursor.Down(count);
                state.Active.X = 0;
                break;
            case 'F':
                cursor.Up(count);
                state.Active.X = 0;
                break;
            case 'G' or '`':
                state.SetCursor(count - 1, state.Active.Y);
                break;
            case 'd':
                state.SetCursor(state.Active.X, count - 1);
                break;
            case 'e':
                state.MoveCursor(0, count);
                break;
        }
    }

    private bool Edit(int identity, int count)
    {
        switch (identity)
        {
            case '@':
                _editing.InsertCells(count);
                return true;
            case 'P':
                _editing.DeleteCells(count);
                return true;
            case 'X':
                _editing.EraseCells(count);
                return true;
            case 'L':
                _editing.InsertRows(count);
                return true;
            case 'M':
                _editing.DeleteRows(count);
                return true;
            case 'S':
                _editing.ScrollUp(count);
                return true;
            case 'T':
                _editing.ScrollDown(count);
                return true;
            case Space | '@':
                _editing.DeleteColumns(0, count);
                return true;
            case Space | 'A':
                _editing.InsertColumns(0, count);
                return true;
            case Apostrophe | '}':
                _editing.InsertColumns(state.Active.X, count);
                return true;
            case Apostrophe | '~':
                _editing.DeleteColumns(state.Active.X, count);
                return true;
            case 'I':
                cursor.Tab(count);
                return true;
            case 'Z':
                cursor.TabBack(count);
                return true;
            default:
                return false;
        }
    }

    private bool Set(int identity, SequenceParameters parameters)
    {
        switch (identity)
        {
            case 'g':
                cursor.ClearTab(parameters[0]);
                return true;
            case 'r':
                cursor.SetScrollRegion(parameters);
                return true;
            case 's':
                state.SaveCursor();
                return true;
            case 'u':
                state.RestoreCursor();
                return true;
            case Space | 'q':
                state.Modes.CursorStyle = parameters[0] is > 0 and <= 6 ? parameters[0] : 0;
                return true;
            case Exclamation | 'p':
                state.SoftReset();
                return true;
            case Quote | 'q' when parameters[0] is >= 0 and <= 2:
                state.Pen.Background = parameters[0] == 1
                    ? state.Pen.Background | CellStyle.Protected
                    : state.Pen.Background & ~CellStyle.Protected;
                return true;
            case 't' when parameters[0] is 22 or 23:
                _titles.Run(isPush: parameters[0] == 22, parameters[1]);
                return true;
            default:
                return false;
        }
    }

    private void Ask(int identity, SequenceParameters parameters)
    {
        switch (identity)
        {
            case 'c':
                answers.PrimaryAttributes(parameters[0]);
                break;
            case Greater | 'c':
                answers.SecondaryAttributes(parameters[0]);
                break;
            case 'n':
                answers.Status(parameters[0], isPrivate: false);
                break;
            case Private | 'n':
                answers.Status(parameters[0], isPrivate: true);
                break;
            case Dollar | 'p':
                answers.Mode(parameters[0], isPrivate: false);
                break;
            case PrivateDollar | 'p':
                answers.Mode(parameters[0], isPrivate: true);
                break;
            case 't' when parameters[0] == 18:
                answers.WindowSize();
                break;
        }
    }
}
