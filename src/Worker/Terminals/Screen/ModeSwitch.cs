namespace Homeport.Worker.Terminals.Screen;

/// <summary>SM, RM, DECSET and DECRST, and what DECRQM asks.</summary>
internal sealed class ModeSwitch(ScreenState state)
{
    private TerminalModes Modes => state.Modes;

    public void Set(SequenceParameters parameters, bool isPrivate, bool isOn)
    {
        for (var index = 0; index < parameters.Count; index++)
        {
            if (isPrivate)
            {
                SetPrivate(parameters[index], isOn);
            }
            else if (parameters[index] == 4)
            {
                Modes.Insert = isOn;
            }
            else if (parameters[index] == 20)
            {
                Modes.NewLine = isOn;
            }
        }
    }

    /// <summary>DECRPM: 0 unknown, 1 set, 2 reset, 3 always set, 4 never set.</summary>
    public int Report(int mode, bool isPrivate) => (mode, isPrivate) switch
    {
        (2, false) => 4,
        (4, false) => Answer(Modes.Insert),
        (12, false) => 3,
        (20, false) => Answer(Modes.NewLine),
        (_, false) => 0,
        (1, _) => Answer(Modes.ApplicationCursor),
        (6, _) => Answer(Modes.Origin),
        (7, _) => Answer(Modes.AutoWrap),
        (8 or 1048, _) => mode == 8 ? 3 : 1,
        (12, _) => Answer(Modes.CursorBlinks),
        (25, _) => Answer(!Modes.IsCursorHidden),
        (45, _) => Answer(Modes.ReverseWrap),
        (66, _) => Answer(Modes.ApplicationKeypad),
        (67 or 1005 or 1015, _) => 4,
        (9 or 1000 or 1002 or 1003, _) => Answer(Modes.Mouse == (MouseTracking)mode),
        (1004, _) => Answer(Modes.FocusEvents),
        (1006 or 1016, _) => Answer(Modes.MouseEncoding == mode),
        (47 or 1047 or 1049, _) => Answer(state.IsAlternate),
        (2004, _) => Answer(Modes.BracketedPaste),
        (2026, _) => Answer(Modes.SynchronizedOutput),
        _ => 0,
    };

    private static int Answer(bool isOn) => isOn ? 1 : 2;

    private void SetPrivate(int mode, bool isOn)
    {
        switch (mode)
        {
            case 1:
                Modes.ApplicationCursor = isOn;
                break;
            case 2 when isOn:
                for (var level = 0; level < 4; level++)
                {
                    state.Characters.Designate(level, null);
                }

                break;
            case 6:
                Modes.Origin = isOn;
                state.SetCursor(0, 0);
                break;
            case 7:
                Modes.AutoWrap = isOn;
                break;
            case 12:
                Modes.CursorBlinks = isOn;
                break;
            case 25:
                Modes.IsCursorHidden = !isOn;
                break;
            case 45:
                Modes.ReverseWrap = isOn;
                break;
            case 66:
                Modes.ApplicationKeypad = isOn;
                break;
            case 9 or 1000 or 1002 or 1003:
                Modes.Mouse = isOn ? (MouseTracking)mode : MouseTracking.None;
                break;
            case 1004:
                Modes.FocusEvents = isOn;
                break;
            case 1006 or 1016:
                Modes.MouseEncoding = isOn ? mode : 0;
                break;
            case 47 or 1047 or 1048 or 1049:
                SetScreen(mode, isOn);
                break;
            case 2004:
                Modes.BracketedPaste = isOn;
                break;
            case 2026:
                Modes.SynchronizedOutput = isOn;
                break;
        }
    }

    private void SetScreen(int mode, bool isOn)
    {
        if (isOn && mode is (1048 or 1049))
        {
            state.SaveCursor();
        }

        if (isOn && mode != 1048)
        {
            state.ShowAlternate();
        }
        else if (!isOn)
        {
            if (mode != 1048)
            {
                state.ShowNormal();
            }

            if (mode is 1048 or 1049)
            {
                state.RestoreCursor();
            }
        }
    }
}
