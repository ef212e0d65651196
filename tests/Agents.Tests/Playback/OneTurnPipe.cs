using System.Runtime.CompilerServices;
using System.Text;

namespace Homeport.Agents.Tests.Playback;

/// <summary>A program that reads one prompt to its end, says its lines and ends.</summary>
internal sealed class OneTurnPipe(int? exitCode, params string[] lines) : IAgentPipe
{
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StringBuilder _read = new();

    /// <summary>It hangs after its lines, as one that was stopped from outside before it was done.</summary>
    public Task Until { get; init; } = Task.CompletedTask;

    /// <summary>What it was given.</summary>
    public string Prompt => _read.ToString();

    public async IAsyncEnumerable<AgentLine> ReadLinesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _closed.Task.WaitAsync(cancellationToken);
        foreach (var line in lines)
        {
            var bytes = Encoding.UTF8.GetBytes(line);
            yield return new(bytes, TooLong: false, bytes.Length);
            Array.Clear(bytes); // nobody may keep a line
        }

        await Until.WaitAsync(cancellationToken);
    }

    public ValueTask WriteLineAsync(ReadOnlyMemory<byte> utf8, CancellationToken cancellationToken)
    {
        Assert.False(_closed.Task.IsCompleted);
        _read.Append(Encoding.UTF8.GetString(utf8.Span)).Append('\n');
        return ValueTask.CompletedTask;
    }

    public ValueTask CloseInputAsync()
    {
        _closed.TrySetResult();
        return ValueTask.CompletedTask;
    }

    public ValueTask<int?> ExitCodeAsync(CancellationToken cancellationToken) => ValueTask.FromResult(exitCode);
}
