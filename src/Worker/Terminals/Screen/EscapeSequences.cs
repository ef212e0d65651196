namespace Homeport.Worker.Terminals.Screen;

/// <summary>The control characters, and what follows an ESC without being a control sequence or a string.</summary>
internal sealed class EscapeSequences(ScreenState state, CursorMovement cursor)
{
    private const int Percent = '%' << 8;
    private const int Number = '#' << 8;

    private readonly Editing _editing = new(state);

    public void Control(int character)
    {
        switch (character)
        {
            case '\b':
                cursor.Backspace();
                break;
            case '\t':
                cursor.Tab(1);
                break;
            case '\n' or '\v' or '\f':
                cursor.LineFeed();
                break;
            case '\r':
                state.Active.X = 0;
                break;
            case 0x0E:
                state.Characters.Shift(1);
                break;
            case 0x0F:
                state.Characters.Shift(0);
                break;
            case 0x84:
                cursor.Index();
                break;
            case 0x85:
                cursor.NextLine();
                break;
            case 0x88:
                state.Active.Tabs.Set(state.Active.X);
                break;
        }
    }

    /// <param name="identity">The final character, and above it eight bits for each character before it.</param>
    public void Run(int identity)
    {
        switch (identity)
        {
            case '7':
                state.SaveCursor();
                break;
            case '8':
                state.RestoreCursor();
                break;
            case 'D':
                cursor.Index();
                break;
            case 'E':
                cursor.NextLine();
                break;
            case 'H':
                state.Active.Tabs.Set(state.Active.X);
                break;
            case 'M':
                cursor.ReverseIndex();
                break;
            case '=' or '>':
                state.Modes.ApplicationKeypad = identity == '=';
                break;
            case 'c':
                state.FullReset();
                break;
            case '~':
                state.Characters.Shift(1);
                break;
            case 'n' or '}':
                state.Characters.Shift(2);
                break;
            case 'o' or '|':
                state.Characters.Shift(3);
                break;
            case Percent | '@' or Percent | 'G':
                state.Characters.Shift(0);
                state.Characters.Designate(0, null);
                break;
            case Number | '8':
                _editing.FillWithTestPattern();
                break;
            default:
                Designate(identity >> 8, (char)(identity & 0xFF));
                break;
        }
    }

    private void Designate(int how, char letter)
    {
        var level = how switch
        {
            '(' => 0,
            ')' or '-' => 1,
            '*' or '.' => 2,
            '+' => 3,
            _ => -1,
        };
        if (level >= 0 && CharacterSet.TryFind(letter, out var set))
        {
            state.Characters.Designate(level, set);
        }
    }
}
