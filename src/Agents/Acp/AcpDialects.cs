using Homeport.Agents.Acp.Dialects;

namespace Homeport.Agents.Acp;

/// <summary>The agents that we know to speak ACP; each says of which version it was written down.</summary>
internal static class AcpDialects
{
    public static AcpDialect Gemini => Dialects.Gemini.Dialect;
    public static AcpDialect Copilot => Dialects.Copilot.Dialect;
    public static AcpDialect Opencode => Dialects.Opencode.Dialect;

    /// <summary>Any program; the session brings its command.</summary>
    public static AcpDialect Generic => AnyProgram.Dialect;

    /// <summary>Those that have a name of their own, in the order in which they are offered.</summary>
    public static IReadOnlyList<AcpDialect> Named { get; } =
    [
        Gemini, Opencode, Copilot, Qwen.Dialect, Cline.Dialect, Kilo.Dialect, Goose.Dialect, Droid.Dialect, Pi.Dialect,
    ];
}
