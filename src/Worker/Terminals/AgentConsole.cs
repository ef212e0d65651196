using Homeport.Agents;
using Homeport.Platform.Processes;
using Homeport.Platform.Terminals;
using Homeport.Worker.Runs;

namespace Homeport.Worker.Terminals;

/// <summary>An agent's program in one of the worker's terminals. Disposing ends the program; its last screen can still be looked at.</summary>
internal sealed class AgentConsole : IAgentConsole, ILivingProcess
{
    private readonly TerminalSession _session;
    private readonly Task<int?> _ended;

    /// <param name="session">The terminal; it belongs to the worker's terminals.</param>
    /// <param name="terminal">What runs in it.</param>
    public AgentConsole(TerminalSession session, PseudoTerminal terminal)
    {
        (_session, Exited) = (session, terminal.Exited);
        _ended = EndAsync();
    }

    public DateTimeOffset? LastOutputAt => _session.LastOutputAt;

    public bool TakesMarkedPaste => _session.TakesMarkedPaste;

    Task<int?> IAgentConsole.Ended => _ended;

    public Task<ProcessExit> Exited { get; }

    public bool Type(ReadOnlySpan<byte> keys) => _session.Type(keys);

    public string LastLines(int count) => _session.LastLines(count);

    /// <summary>Its words are on its screen.</summary>
    public string? LastWords() => null;

    public async ValueTask DisposeAsync() => await _session.StopAsync();

    /// <summary>After what it started has ended too, and its last words are on the screen.</summary>
    private async Task<int?> EndAsync()
    {
        await _session.Ended;
        return _session.Status.ExitCode;
    }
}
