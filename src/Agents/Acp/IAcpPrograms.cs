namespace Homeport.Agents.Acp;

/// <summary>Programs whose output tool calls show: ours, which the agent had us run, or the agent's own.</summary>
internal interface IAcpPrograms
{
    /// <summary>What a program has written so far; null when it was never there, or too long ago.</summary>
    AcpProgramOutput? Show(string id);

    /// <summary>Completes when the program has ended, or nobody follows it any more.</summary>
    Task WhenOver(string id);
}

/// <summary>What a tool call shows of a program.</summary>
/// <param name="Text">The end of what it wrote.</param>
/// <param name="TotalBytes">All that it wrote.</param>
/// <param name="Exit">Null while it runs.</param>
internal readonly record struct AcpProgramOutput(string Text, long TotalBytes, AgentTerminalExit? Exit)
{
    public static AcpProgramOutput Of(IAgentTerminal terminal)
    {
        var exited = terminal.Exited; // before what it wrote: an end is told only with all of it
        var output = terminal.Read();
        return new(output.Text, output.TotalBytes, ExitOf(exited));
    }

    public static AgentTerminalExit? ExitOf(Task<AgentTerminalExit> exited) =>
        exited.IsCompletedSuccessfully ? exited.GetAwaiter().GetResult() : null;
}
