namespace Homeport.Worker.Terminals.Screen;

/// <summary>Where in a sequence the parser is. The states of the VT500 parser by Paul Williams.</summary>
internal enum ParserState : byte
{
    Ground,
    Escape,
    EscapeIntermediate,
    ControlEntry,
    ControlParameter,
    ControlIntermediate,
    ControlIgnore,
    IgnoredString,
    OperatingSystemString,
    DeviceEntry,
    DeviceParameter,
    DeviceIgnore,
    DeviceIntermediate,
    DevicePassthrough,
}
