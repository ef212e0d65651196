namespace Homeport.Worker.Terminals.Screen;

/// <summary>The part of a snapshot that sets the modes. Those that outlive a reset are set to what they are, whatever they were.</summary>
internal sealed class SnapshotModes(SnapshotText text, ScreenState state)
{
    public void Write()
    {
        var modes = state.Modes;
        text.Add(modes.NewLine ? "\e[20h" : "\e[20l");
        text.Add(modes.CursorBlinks ? "\e[?12h" : "\e[?12l");
        text.Add(modes.IsCursorHidden ? "\e[?25l" : "\e[?25h");
        AddIf(modes.CursorStyle != 0, $"\e[{modes.CursorStyle} q");
        AddIf(modes.Insert, "\e[4h");
        AddIf(modes.ApplicationCursor, "\e[?1h");
        AddIf(modes.ApplicationKeypad, "\e=");
        AddIf(!modes.AutoWrap, "\e[?7l");
        AddIf(modes.ReverseWrap, "\e[?45h");
        AddIf(modes.Mouse != MouseTracking.None, $"\e[?{(int)modes.Mouse}h");
        AddIf(modes.MouseEncoding != 0, $"\e[?{modes.MouseEncoding}h");
        AddIf(modes.FocusEvents, "\e[?1004h");
        AddIf(modes.BracketedPaste, "\e[?2004h");
        text.Add($"\e]2;{state.Title}\e\\");
    }

    private void AddIf(bool isSet, string sequence)
    {
        if (isSet)
        {
            text.Add(sequence);
        }
    }
}
