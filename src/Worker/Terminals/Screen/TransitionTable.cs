using static Homeport.Worker.Terminals.Screen.ParserAction;
using static Homeport.Worker.Terminals.Screen.ParserState;

namespace Homeport.Worker.Terminals.Screen;

/// <summary>
/// The whole parser as data: for each state and character, an action and the next state. What is not listed is ignored and
/// ends the sequence. All characters from U+00A0 on behave alike and stand under <see cref="BeyondControls"/>.
/// </summary>
internal static class TransitionTable
{
    public const int BeyondControls = 0xA0;
    private const int Escape = 0x1B;
    private const int Delete = 0x7F;
    private const int StringTerminator = 0x9C;

    private static readonly ushort[] Transitions = Build();

    public static (ParserAction Action, ParserState Next) Find(ParserState state, int character)
    {
        var transition = Transitions[((int)state << 8) | Math.Min(character, BeyondControls)];
        return ((ParserAction)(transition >> 8), (ParserState)(transition & 0xFF));
    }

    private static ushort[] Build()
    {
        var table = new ushort[((int)DevicePassthrough + 1) << 8];
        foreach (var state in Enum.GetValues<ParserState>())
        {
            Anywhere(table, state);
        }

        Add(table, Ground, Print, Ground, (0x20, 0x7E), (BeyondControls, BeyondControls));
        AddExecuted(table, Ground, Execute);
        Escapes(table);
        Controls(table);
        Strings(table);
        DeviceStrings(table);
        return table;
    }

    private static void Anywhere(ushort[] table, ParserState state)
    {
        Add(table, state, Execute, Ground, (0x18, 0x18), (0x1A, 0x1A), (0x80, 0x97), (0x99, 0x9A));
        Add(table, state, Ignore, Ground, (StringTerminator, StringTerminator));
        Add(table, state, Clear, ParserState.Escape, (Escape, Escape));
        Add(table, state, BeginOperatingSystemString, OperatingSystemString, (0x9D, 0x9D));
        Add(table, state, Ignore, IgnoredString, (0x98, 0x98), (0x9E, 0x9F));
        Add(table, state, Clear, ControlEntry, (0x9B, 0x9B));
        Add(table, state, Clear, DeviceEntry, (0x90, 0x90));
    }

    private static void Escapes(ushort[] table)
    {
        AddExecuted(table, ParserState.Escape, Execute);
        Add(table, ParserState.Escape, DispatchEscape, Ground, (0x30, 0x4F), (0x51, 0x57), (0x59, 0x5A), ('\\', '\\'), (0x60, 0x7E));
        Add(table, ParserState.Escape, Ignore, ParserState.Escape, (Delete, Delete));
        Add(table, ParserState.Escape, Collect, EscapeIntermediate, (0x20, 0x2F));
        Add(table, ParserState.Escape, BeginOperatingSystemString, OperatingSystemString, (']', ']'));
        Add(table, ParserState.Escape, Ignore, IgnoredString, ('X', 'X'), ('^', '_'));
        Add(table, ParserState.Escape, Clear, ControlEntry, ('[', '['));
        Add(table, ParserState.Escape, Clear, DeviceEntry, ('P', 'P'));
        AddExecuted(table, EscapeIntermediate, Execute);
        Add(table, EscapeIntermediate, Ignore, EscapeIntermediate, (Delete, Delete));
        Add(table, EscapeIntermediate, Collect, EscapeIntermediate, (0x20, 0x2F));
        Add(table, EscapeIntermediate, DispatchEscape, Ground, (0x30, 0x7E));
    }

    private static void Controls(ushort[] table)
    {
        foreach (var state in (ReadOnlySpan<ParserState>)[ControlEntry, ControlParameter, ControlIntermediate, ControlIgnore])
        {
            AddExecuted(table, state, Execute);
            Add(table, state, Ignore, state, (Delete, Delete));
            Add(table, state, state == ControlIgnore ? Ignore : DispatchControl, Ground, (0x40, 0x7E));
        }

        Add(table, ControlEntry, Parameter, ControlParameter, (0x30, 0x3B));
        Add(table, ControlEntry, Collect, ControlParameter, (0x3C, 0x3F));
        Add(table, ControlEntry, Collect, ControlIntermediate, (0x20, 0x2F));
        Add(table, ControlParameter, Parameter, ControlParameter, (0x30, 0x3B));
        Add(table, ControlParameter, Ignore, ControlIgnore, (0x3C, 0x3F));
        Add(table, ControlParameter, Collect, ControlIntermediate, (0x20, 0x2F));
        Add(table, ControlIntermediate, Collect, ControlIntermediate, (0x20, 0x2F));
        Add(table, ControlIntermediate, Ignore, ControlIgnore, (0x30, 0x3F));
        Add(table, ControlIgnore, Ignore, ControlIgnore, (0x20, 0x3F), (BeyondControls, BeyondControls));
    }

    private static void Strings(ushort[] table)
    {
        AddExecuted(table, OperatingSystemString, Ignore);
        Add(table, OperatingSystemString, PutOperatingSystemString, OperatingSystemString, (0x20, Delete), (BeyondControls, BeyondControls));
        Add(
            table, OperatingSystemString, EndOperatingSystemString, Ground,
            (0x07, 0x07), (0x18, 0x18), (0x1A, 0x1A), (Escape, Escape), (StringTerminator, StringTerminator));
        AddExecuted(table, IgnoredString, Ignore);
        Add(table, IgnoredString, Ignore, IgnoredString, (0x20, Delete));
        Add(table, IgnoredString, Ignore, Ground, (StringTerminator, StringTerminator));
    }

    private static void DeviceStrings(ushort[] table)
    {
        foreach (var state in (ReadOnlySpan<ParserState>)[DeviceEntry, DeviceParameter, DeviceIntermediate])
        {
            AddExecuted(table, state, Ignore);
            Add(table, state, Ignore, state, (Delete, Delete));
            Add(table, state, Collect, DeviceIntermediate, (0x20, 0x2F));
            Add(table, state, BeginDeviceString, DevicePassthrough, (0x40, 0x7E));
        }

        Add(table, DeviceEntry, Parameter, DeviceParameter, (0x30, 0x3B));
        Add(table, DeviceEntry, Collect, DeviceParameter, (0x3C, 0x3F));
        Add(table, DeviceParameter, Parameter, DeviceParameter, (0x30, 0x3B));
        Add(table, DeviceParameter, Ignore, DeviceIgnore, (0x3C, 0x3F));
        Add(table, DeviceIntermediate, Ignore, DeviceIgnore, (0x30, 0x3F));
        AddExecuted(table, DeviceIgnore, Ignore);
        Add(table, DeviceIgnore, Ignore, DeviceIgnore, (0x20, Delete), (BeyondControls, BeyondControls));
        AddExecuted(table, DevicePassthrough, PutDeviceString);
        Add(table, DevicePassthrough, PutDeviceString, DevicePassthrough, (0x20, 0x7E), (BeyondControls, BeyondControls));
        Add(table, DevicePassthrough, Ignore, DevicePassthrough, (Delete, Delete));
        Add(
            table, DevicePassthrough, EndDeviceString, Ground,
            (0x18, 0x18), (0x1A, 0x1A), (Escape, Escape), (StringTerminator, StringTerminator));
    }

    /// <summary>The controls that are no part of a sequence: all below space but CAN, SUB and ESC.</summary>
    private static void AddExecuted(ushort[] table, ParserState state, ParserAction action) =>
        Add(table, state, action, state, (0x00, 0x17), (0x19, 0x19), (0x1C, 0x1F));

    private static void Add(
        ushort[] table, ParserState state, ParserAction action, ParserState next, params ReadOnlySpan<(int First, int Last)> characters)
    {
        foreach (var (first, last) in characters)
        {
            for (var character = first; character <= last; character++)
            {
                table[((int)state << 8) | character] = (ushort)(((int)action << 8) | (int)next);
            }
        }
    }
}
