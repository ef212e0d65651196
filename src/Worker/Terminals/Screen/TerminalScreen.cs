using System.Buffers;

namespace Homeport.Worker.Terminals.Screen;

/// <summary>
/// A terminal without a window: what a program writes to its PTY is written here, and whoever comes to look gets a snapshot.
/// Behaves as xterm.js 6 with its unicode11 addon does, quirks included, for a viewer that was there from the beginning and one
/// that just came must see the same. For one caller at a time.
/// <para>
/// Programs ask terminals questions (where is the cursor, what are you, is this mode set). Exactly one may answer, and that is
/// this screen: it is there when no viewer is, and answers once when there are several. So a viewer must not: the web client
/// registers handlers that swallow <c>CSI c</c>, <c>CSI &gt; c</c>, <c>CSI n</c>, <c>CSI ? n</c>, <c>CSI $ p</c>,
/// <c>CSI ? $ p</c>, <c>CSI 18 t</c> and <c>DCS $ q</c> before its terminal sees them. Questions about colours (OSC 4, 10, 11,
/// 12 with <c>?</c>) are answered by nobody: two viewers may have two themes.
/// </para>
/// </summary>
internal sealed class TerminalScreen
{
    private const int FewestColumns = 2; // a wide character must fit
    private const int MostCells = 4096; // in each direction; nobody has a window like that

    private readonly ScreenState _state;
    private readonly TextPrinter _printer;
    private readonly TerminalAnswers _answers;
    private readonly SequenceParser _parser;
    private readonly UnfinishedOutput _unfinished = new();

    /// <param name="scrollback">Rows kept above the screen. A viewer needs as many to show all of a snapshot.</param>
    public TerminalScreen(int columns, int rows, int scrollback = 10_000)
    {
        _state = new ScreenState(Math.Clamp(columns, FewestColumns, MostCells), Math.Clamp(rows, 1, MostCells), scrollback);
        _printer = new TextPrinter(_state);
        var cursor = new CursorMovement(_state);
        var modes = new ModeSwitch(_state);
        _answers = new TerminalAnswers(_state, modes);
        _parser = new SequenceParser(
            _printer,
            new EscapeSequences(_state, cursor),
            new ControlSequences(_state, _printer, cursor, modes, _answers),
            new OperatingSystemCommands(_state),
            _answers);
    }

    public int Columns => _state.Columns;

    public int Rows => _state.Rows;

    /// <summary>What the program last called its window; empty when it never did.</summary>
    public string Title => _state.Title;

    /// <summary>The program shows its alternate screen, as editors and pagers do.</summary>
    public bool IsAlternate => _state.IsAlternate;

    /// <summary>There is something for <see cref="ReadAnswers"/>: look after each write.</summary>
    public bool HasAnswers => _answers.Any;

    /// <summary>What a row of the screen shows, without the empty cells at its end; negative rows are those of the history.</summary>
    public string TextOf(int row) => _state.TextOf(row);

    /// <summary>The program has asked for pasted text to be marked (mode 2004).</summary>
    public bool TakesMarkedPaste => _state.Modes.BracketedPaste;

    /// <summary>The last lines that are not empty, down to the bottom of the screen, as far as they are near it.</summary>
    public string LastLines(int count)
    {
        var lines = new LinkedList<string>();
        for (var row = Rows - 1; row >= -Math.Min(_state.Active.Above, Rows) && lines.Count < count; row--)
        {
            if (TextOf(row) is { Length: > 0 } line)
            {
                lines.AddFirst(line);
            }
        }

        return string.Join('\n', lines);
    }

    /// <summary>Takes output of the program; a write may end anywhere, within a character too.</summary>
    public void Write(ReadOnlySpan<byte> output) => _unfinished.Follow(output, _parser.Parse(output));

    /// <summary>Moves what the program asked for to <paramref name="target"/>, to be written to its input.</summary>
    public void ReadAnswers(IBufferWriter<byte> target) => _answers.MoveTo(target);

    public void Resize(int columns, int rows)
    {
        columns = Math.Clamp(columns, FewestColumns, MostCells);
        rows = Math.Clamp(rows, 1, MostCells);
        if ((columns, rows) != (Columns, Rows))
        {
            _state.Resize(columns, rows);
            _printer.NoteResize();
        }
    }

    /// <summary>
    /// Writes what makes a terminal of the same size the same as this one: history, both buffers, styles, links, cursor, modes,
    /// title, and the beginning of what the program was just about to say. The program's output continues behind it.
    /// <para>
    /// A snapshot and each message behind it may end within a character. The viewer decodes them as one stream (TextDecoder
    /// with <c>stream: true</c>) and writes text: given bytes, xterm.js 6 loses a character cut behind a byte 80, such as the
    /// ellipsis. It has as many columns and rows as this screen had; two rows at least, or wrapped lines may come out cut.
    /// </para>
    /// </summary>
    public void WriteSnapshot(IBufferWriter<byte> target)
    {
        new Snapshot(_state, _printer, target).Write();
        target.Write(_unfinished.ToArray(_parser.IsInString));
    }
}
