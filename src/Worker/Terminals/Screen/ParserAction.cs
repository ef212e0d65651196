namespace Homeport.Worker.Terminals.Screen;

/// <summary>What to do with a character before going to the next state.</summary>
internal enum ParserAction : byte
{
    Ignore,
    Print,
    Execute,
    Clear,
    Collect,
    Parameter,
    DispatchControl,
    DispatchEscape,
    BeginOperatingSystemString,
    PutOperatingSystemString,
    EndOperatingSystemString,
    BeginDeviceString,
    PutDeviceString,
    EndDeviceString,
}
