using System.Collections.Concurrent;
using Homeport.Agents.Conversations;
using Homeport.Protocol.Events;

namespace Homeport.Agents.Acp;

/// <summary>
/// Shows in tool calls what their terminals write while they run: its end about once a second, all that is kept of it when the
/// program has ended. Disposing waits for what it follows, after the conversation's end was cancelled.
/// </summary>
internal sealed class AcpLiveOutput(SerialSink sink, Func<IAcpPrograms> programs, TimeProvider time, CancellationToken closing) : IAsyncDisposable
{
    private const int LongestWhileRunning = 8 * 1024;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, Followed> _followed = new(StringComparer.Ordinal);

    /// <summary>The content as it stands; what is in it of terminals that run is followed from now on.</summary>
    public IReadOnlyList<ToolContent> Show(string itemId, IReadOnlyList<AcpToolContent> parts)
    {
        if (parts.Any(part => part.TerminalId is not null))
        {
            lock (_gate)
            {
                var followed = _followed.GetOrAdd(itemId, _ => new());
                followed.Parts = parts;
                followed.Start(() => FollowAsync(itemId, followed));
            }
        }
        else
        {
            _followed.TryRemove(itemId, out _); // the agent shows something else there now
        }

        return Resolve(parts, isRunning: false);
    }

    /// <summary>The exit code of the last terminal of an item that has ended.</summary>
    public int? ExitCodeOf(IReadOnlyList<AcpToolContent> parts) => parts
        .Select(part => part.TerminalId is { } id ? programs().Show(id)?.Exit?.Code : null).LastOrDefault(code => code is not null);

    public async ValueTask DisposeAsync() => await Task.WhenAll(_followed.Values.Select(followed => followed.Task));

    private async Task FollowAsync(string itemId, Followed followed)
    {
        var told = -1L;
        try
        {
            while (_followed.TryGetValue(itemId, out var current) && current == followed)
            {
                var parts = followed.Parts;
                var ids = parts.Select(part => part.TerminalId).OfType<string>().ToArray();
                var over = Task.WhenAll(ids.Select(programs().WhenOver));
                var isRunning = !over.IsCompleted;
                var written = ids.Sum(id => programs().Show(id)?.TotalBytes ?? 0);
                if (!isRunning || written != told)
                {
                    told = written;
                    await sink.ToolCallAsync(
                        itemId,
                        new() { Content = Resolve(parts, isRunning), ExitCode = isRunning ? null : ExitCodeOf(parts) }, closing);
                }

                if (!isRunning && IsLast(itemId, followed, parts))
                {
                    return;
                }

                await Task.WhenAny(over, Task.Delay(Pause, time, closing));
                closing.ThrowIfCancellationRequested();
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException)
        {
            // The conversation is over, and nobody reads on.
        }
    }

    /// <summary>Nothing more is to be followed: whatever is shown from now on is followed anew.</summary>
    private bool IsLast(string itemId, Followed followed, IReadOnlyList<AcpToolContent> parts)
    {
        lock (_gate)
        {
            return ReferenceEquals(parts, followed.Parts) && _followed.TryRemove(new(itemId, followed));
        }
    }

    private List<ToolContent> Resolve(IReadOnlyList<AcpToolContent> parts, bool isRunning)
    {
        List<ToolContent> content = [];
        foreach (var (known, terminalId) in parts)
        {
            if (known is not null)
            {
                content.Add(known);
            }
            else if (terminalId is not null && programs().Show(terminalId) is { } shown)
            {
                var text = isRunning && shown.Exit is null && shown.Text.Length > LongestWhileRunning
                    ? $"…{shown.Text[^LongestWhileRunning..]}"
                    : shown.Text;
                content.Add(new() { Type = ToolContentType.Text, Text = text, TotalBytes = shown.TotalBytes > shown.Text.Length ? shown.TotalBytes : null });
            }
        }

        return content;
    }

    /// <summary>A tool call that shows a terminal.</summary>
    private sealed class Followed
    {
        private readonly Lock _gate = new();

        public IReadOnlyList<AcpToolContent> Parts
        {
            get => Volatile.Read(ref field);
            set => Volatile.Write(ref field, value);
        } = [];

        public Task Task { get; private set; } = Task.CompletedTask;

        /// <summary>Once.</summary>
        public void Start(Func<Task> follow)
        {
            lock (_gate)
            {
                if (Task == Task.CompletedTask)
                {
                    Task = Task.Run(follow, CancellationToken.None);
                }
            }
        }
    }
}
