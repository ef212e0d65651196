using static Homeport.Worker.Terminals.Screen.ParserAction;

namespace Homeport.Worker.Terminals.Screen;

/// <summary>
/// Takes the output of a program apart: text, control characters, sequences and strings, each of which may be cut anywhere by
/// the end of a write. Survives everything; what it does not know does nothing.
/// </summary>
internal sealed class SequenceParser(
    TextPrinter printer, EscapeSequences escapes, ControlSequences controls, OperatingSystemCommands commands, TerminalAnswers answers)
{
    private const int LongestString = 64 * 1024;
    private const int RequestSetting = ('$' << 8) | 'q';
    private const byte FirstPrintable = 0x20;
    private const byte LastPrintable = 0x7E;

    private readonly SequenceParameters _parameters = new();
    private readonly BoundedText _text = new(LongestString);
    private ParserState _state = ParserState.Ground;
    private Utf8Assembly _assembly;
    private int _collected;
    private bool _isStringWanted;

    /// <summary>Nothing has been begun: no sequence, no string, no character.</summary>
    public bool IsBetween => _state == ParserState.Ground && _assembly.IsBetween;

    /// <summary>Within a sequence, control characters are obeyed at once.</summary>
    public bool IsInString => _state is ParserState.IgnoredString or ParserState.OperatingSystemString or >= ParserState.DeviceEntry;

    /// <returns>How many bytes at the end belong to what has been begun; all of them when it was begun in an earlier write.</returns>
    public int Parse(ReadOnlySpan<byte> output)
    {
        var begun = IsBetween ? -1 : 0;
        var index = 0;
        while (index < output.Length)
        {
            if (IsBetween)
            {
                var run = output[index..].IndexOfAnyExceptInRange(FirstPrintable, LastPrintable);
                run = run < 0 ? output.Length - index : run;
                if (run > 0)
                {
                    printer.PrintAscii(output.Slice(index, run));
                    index += run;
                    continue;
                }

                if (output[index] is (byte)'\n' or (byte)'\r')
                {
                    Control(output[index++]);
                    continue;
                }

                begun = index;
            }

            if (_assembly.TryTake(output[index], out var codePoint))
            {
                index++;
            }

            if (codePoint >= 0)
            {
                Step(codePoint);
            }
        }

        return IsBetween ? 0 : output.Length - Math.Max(begun, 0);
    }

    private void Step(int character)
    {
        var (action, next) = TransitionTable.Find(_state, character);
        switch (action)
        {
            case Print:
                printer.Print(character);
                break;
            case Execute:
                Control(character);
                break;
            case Clear:
                Restart();
                break;
            case Collect:
                _collected = (_collected << 8) | character;
                break;
            case Parameter:
                _parameters.Take(character);
                break;
            case DispatchControl:
                controls.Run((_collected << 8) | character, _parameters);
                printer.Preceding = 0;
                break;
            case DispatchEscape:
                escapes.Run((_collected << 8) | character);
                printer.Preceding = 0;
                break;
            default:
                StepString(action, character);
                next = action is EndOperatingSystemString or EndDeviceString && character == 0x1B ? ParserState.Escape : next;
                break;
        }

        _state = next;
    }

    private void Control(int character)
    {
        escapes.Control(character);
        printer.Preceding = 0;
    }

    private void StepString(ParserAction action, int character)
    {
        switch (action)
        {
            case BeginOperatingSystemString:
                _text.Clear();
                break;
            case BeginDeviceString:
                _text.Clear();
                _isStringWanted = ((_collected << 8) | character) == RequestSetting;
                break;
            case PutOperatingSystemString:
                _text.Add(character);
                break;
            case PutDeviceString when _isStringWanted:
                _text.Add(character);
                break;
            case EndOperatingSystemString or EndDeviceString:
                End(action, isComplete: character is not (0x18 or 0x1A));
                Restart();
                printer.Preceding = 0;
                break;
        }
    }

    private void End(ParserAction action, bool isComplete)
    {
        if (_text.Take() is not { } text || !isComplete)
        {
            return;
        }

        if (action == EndOperatingSystemString)
        {
            commands.Run(text);
        }
        else if (_isStringWanted)
        {
            answers.Setting(text);
        }
    }

    private void Restart()
    {
        _parameters.Clear();
        _collected = 0;
    }
}
