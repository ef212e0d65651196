using System.Collections.Concurrent;

namespace Homeport.Agents.Tests.Acp;

/// <summary>Programs that a test writes for and ends.</summary>
internal sealed class FakeTerminals : IAgentTerminals
{
    public ConcurrentQueue<FakeTerminal> Started { get; } = new();

    public IAgentTerminal Start(AgentTerminalStart start)
    {
        if (start.Command == "forbidden")
        {
            throw new UnauthorizedAccessException("It is outside.");
        }

        var terminal = new FakeTerminal(start);
        Started.Enqueue(terminal);
        return terminal;
    }

    internal sealed class FakeTerminal(AgentTerminalStart start) : IAgentTerminal
    {
        private readonly TaskCompletionSource<AgentTerminalExit> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile string _text = "";

        public AgentTerminalStart Start { get; } = start;
        public bool IsDisposed { get; private set; }
        public Task<AgentTerminalExit> Exited => _exit.Task;

        public void Write(string text) => _text += text;

        public void Exit(int code) => _exit.TrySetResult(new(code, null));

        public AgentTerminalOutput Read() => new(_text, Truncated: false, _text.Length);

        public Task KillAsync(CancellationToken cancellationToken)
        {
            _exit.TrySetResult(new(null, 9));
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            IsDisposed = true;
            return ValueTask.CompletedTask;
        }
    }
}
