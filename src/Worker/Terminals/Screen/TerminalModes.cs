namespace Homeport.Worker.Terminals.Screen;

/// <summary>What a program can switch with SM and DECSET, and the cursor's looks.</summary>
internal sealed class TerminalModes
{
    public bool Insert { get; set; }

    /// <summary>A line feed goes to the first column too. Outlives a reset.</summary>
    public bool NewLine { get; set; }

    public bool ApplicationCursor { get; set; }

    public bool ApplicationKeypad { get; set; }

    public bool Origin { get; set; }

    public bool AutoWrap { get; set; } = true;

    public bool ReverseWrap { get; set; }

    public bool BracketedPaste { get; set; }

    public bool FocusEvents { get; set; }

    /// <summary>Only remembered for who asks; the screen is up to date at any time.</summary>
    public bool SynchronizedOutput { get; set; }

    public MouseTracking Mouse { get; set; }

    /// <summary>1006, 1016, or 0 for the old way of encoding. 1005 and 1015 are refused, as every viewer refuses them.</summary>
    public int MouseEncoding { get; set; }

    /// <summary>Outlives a reset.</summary>
    public bool IsCursorHidden { get; set; }

    /// <summary>Mode 12. Outlives a reset.</summary>
    public bool CursorBlinks { get; set; }

    /// <summary>The parameter of DECSCUSR, 1 to 6; 0 is the viewer's own.</summary>
    public int CursorStyle { get; set; }

    /// <summary>What a soft reset does; a full one resets the mouse too.</summary>
    public void Reset()
    {
        Insert = ApplicationCursor = ApplicationKeypad = Origin = ReverseWrap = BracketedPaste = false;
        FocusEvents = SynchronizedOutput = false;
        AutoWrap = true;
        CursorStyle = 0;
    }

    public void ResetMouse()
    {
        Mouse = MouseTracking.None;
        MouseEncoding = 0;
    }
}
