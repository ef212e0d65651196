using System.Buffers;
using System.Text;

namespace Homeport.Worker.Terminals.Screen;

/// <summary>What the terminal has to say to its program: it lies here until it is written to the program's input.</summary>
internal sealed class TerminalAnswers(ScreenState state, ModeSwitch modes)
{
    /// <summary>A program that asks and never reads must not fill the memory; what does not fit is not answered.</summary>
    private const int MostBytes = 16 * 1024;

    private readonly ArrayBufferWriter<byte> _waiting = new();

    public bool Any => _waiting.WrittenCount > 0;

    public void MoveTo(IBufferWriter<byte> target)
    {
        target.Write(_waiting.WrittenSpan);
        _waiting.ResetWrittenCount();
    }

    /// <summary>DA1: a VT100 with the advanced video option.</summary>
    public void PrimaryAttributes(int asked)
    {
        if (asked == 0)
        {
            Say("\e[?1;2c");
        }
    }

    /// <summary>DA2: what xterm said at patch 276, which programs take for "knows the usual".</summary>
    public void SecondaryAttributes(int asked)
    {
        if (asked == 0)
        {
            Say("\e[>0;276;0c");
        }
    }

    /// <summary>DSR.</summary>
    public void Status(int asked, bool isPrivate)
    {
        if (asked == 5 && !isPrivate)
        {
            Say("\e[0n");
        }
        else if (asked == 6)
        {
            Say($"\e[{(isPrivate ? "?" : "")}{state.Active.Y + 1};{state.Active.X + 1}R");
        }
    }

    /// <summary>DECRQM.</summary>
    public void Mode(int mode, bool isPrivate) => Say($"\e[{(isPrivate ? "?" : "")}{mode};{modes.Report(mode, isPrivate)}$y");

    public void WindowSize() => Say($"\e[8;{state.Rows};{state.Columns}t");

    /// <summary>DECRQSS.</summary>
    public void Setting(string asked) => Say(asked switch
    {
        "\"q" => $"\eP1$r{((state.Pen.Background & CellStyle.Protected) != 0 ? 1 : 0)}\"q\e\\",
        "\"p" => "\eP1$r61;1\"p\e\\",
        "r" => $"\eP1$r{state.Active.ScrollTop + 1};{state.Active.ScrollBottom + 1}r\e\\",
        "m" => $"\eP1$r{PenText.Of(state.Pen)}m\e\\",
        " q" => $"\eP1$r{state.Modes.CursorStyle} q\e\\",
        _ => "\eP0$r\e\\",
    });

    private void Say(string text)
    {
        if (_waiting.WrittenCount + text.Length <= MostBytes)
        {
            Encoding.ASCII.GetBytes(text, _waiting);
        }
    }
}
