namespace Homeport.Agents.Conversations;

/// <summary>Tells when an agent says nothing for long, in a turn in which nobody is asked. It ends nothing.</summary>
/// <param name="agent">Its name.</param>
/// <param name="sink">For the notice.</param>
/// <param name="time">The clock.</param>
/// <param name="tellsEarly">Whether a missing first word is told already after <see cref="FirstPatience"/>.</param>
internal sealed class QuietWatch(string agent, SerialSink sink, TimeProvider time, bool tellsEarly = true)
{
    /// <summary>How long a first word may take.</summary>
    public static readonly TimeSpan FirstPatience = TimeSpan.FromSeconds(120);

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private long _lastHeard;
    private volatile bool _hasSpoken;

    /// <summary>Whether it said something since the watch began.</summary>
    public bool HasSpoken => _hasSpoken;

    /// <summary>The agent said something.</summary>
    public void Hear()
    {
        _hasSpoken = true;
        Interlocked.Exchange(ref _lastHeard, time.GetTimestamp());
    }

    /// <summary>Runs until it is cancelled.</summary>
    /// <param name="isAsking">Whether the agent waits for a person.</param>
    /// <param name="cancellationToken">The end of the turn.</param>
    public async Task RunAsync(Func<bool> isAsking, CancellationToken cancellationToken)
    {
        _hasSpoken = false;
        Interlocked.Exchange(ref _lastHeard, time.GetTimestamp());
        var told = 0L;
        try
        {
            while (true)
            {
                var lastHeard = Interlocked.Read(ref _lastHeard);
                var patience = _hasSpoken || !tellsEarly || told == lastHeard ? Patience : FirstPatience;
                var quiet = time.GetElapsedTime(lastHeard);
                if (quiet < patience)
                {
                    await Task.Delay(patience - quiet, time, cancellationToken);
                    continue;
                }

                if (told != lastHeard && !isAsking())
                {
                    told = lastHeard;
                    await sink.NoticeAsync(
                        "quiet", $"{agent} has said nothing for {quiet.TotalMinutes:0} minutes{WhatRuns()}. It may still be working; stop it if not.",
                        cancellationToken);
                }

                await Task.Delay(Patience, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // the turn is over
        }
    }

    private string WhatRuns() => sink.Running switch
    {
        [] => "",
        [var title] => $"; \u201c{title}\u201d runs",
        [var title, ..] => $"; \u201c{title}\u201d and {sink.Running.Count - 1} more run",
    };
}
