namespace Homeport.Worker.Terminals.Screen;

/// <summary>Which events of the mouse a program wants; the number is the mode that asks for them.</summary>
internal enum MouseTracking
{
    None = 0,
    Press = 9,
    PressAndRelease = 1000,
    Drag = 1002,
    Any = 1003,
}
