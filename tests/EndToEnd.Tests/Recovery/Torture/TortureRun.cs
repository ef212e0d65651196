using System.Text.Json.Nodes;
using Homeport.EndToEnd.Tests.Harness;

namespace Homeport.EndToEnd.Tests.Recovery.Torture;

/// <summary>Agents that are kept busy while the processes below them are killed, and what is known of it from the outside.</summary>
internal sealed class TortureRun(Workbench bench, TortureSettings settings, Action<string> tell, CancellationToken cancellationToken) : IAsyncDisposable
{
    private const int EveryNthAsks = 5;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    private readonly Random _random = new(settings.Seed);
    private readonly Follower _follower = new();
    private readonly List<Voice> _voices = [];
    private readonly Dictionary<string, (string Task, int Length, double At)> _mustBeThere = new(StringComparer.Ordinal);
    private readonly long _begun = TimeProvider.System.GetTimestamp();
    private HomeportProcess? _homeport;
    private OperationClient? _operations;

    public int HostKills { get; private set; }
    public int WorkerKills { get; private set; }
    public Random Random => _random;
    public TimeSpan Elapsed => TimeProvider.System.GetElapsedTime(_begun);
    public IReadOnlyList<Voice> Voices => _voices;
    public Follower Follower => _follower;
    public HomeportProcess Homeport => _homeport!;

    /// <summary>Text that a client had seen long enough before a worker was killed, by item.</summary>
    public IReadOnlyDictionary<string, (string Task, int Length, double At)> MustBeThere => _mustBeThere;

    /// <summary>Turns that were cut off so far.</summary>
    public int Interrupted => _voices.Sum(voice => voice.Seen.Outcomes.Values.Count(outcome => outcome == "interrupted"));

    /// <summary>A host, a project, and a task for each agent.</summary>
    public async Task BeginAsync()
    {
        await StartHostAsync();
        await using var person = await Person.ConnectAsync(Homeport, cancellationToken);
        var project = await person.AddAsync(await bench.AddRepositoryAsync("work", cancellationToken), cancellationToken);
        for (var number = 1; number <= settings.Agents; number++)
        {
            var asks = number % EveryNthAsks == 0;
            var first = Voice.FirstPrompt(asks, _random);
            var task = await person.StartAsync(project, "demo", "ask", first, cancellationToken);
            _voices.Add(new Voice(task, first, asks, _follower.Of(task), _random));
        }
    }

    /// <summary>As after a crash: nothing is told, and the client comes back with what it has.</summary>
    public async Task StartHostAsync()
    {
        _homeport = await bench.StartAsync(cancellationToken);
        _operations = new OperationClient(_homeport.Http);
        await _follower.ConnectAsync(_homeport, cancellationToken);
    }

    /// <summary>Kills the host at this moment, in the middle of what people ask of it.</summary>
    public async Task KillHostAsync(TimeSpan moment)
    {
        await Task.WhenAll(TalkAsync(moment, isClosing: false), KillAsync());
        await _follower.DisposeAsync();
        _voices.ForEach(voice => voice.HostDied());
        HostKills++;

        async Task KillAsync()
        {
            await Task.Delay(moment, TimeProvider.System, cancellationToken);
            await Homeport.KillAsync(cancellationToken);
        }
    }

    public void KillWorker()
    {
        SidecarProcesses.Kill(bench.Root);
        WorkerKills++;
    }

    /// <summary>What was heard up to now must be in the transcripts in the end, whatever dies from now on.</summary>
    public void Remember()
    {
        _follower.Look();
        foreach (var (item, heard) in _follower.Heard)
        {
            _mustBeThere[item] = (heard.Task, heard.Length, Elapsed.TotalSeconds);
        }
    }

    /// <summary>What was heard last of a worker that is dead now may not have been written down.</summary>
    public void Forget()
    {
        _follower.Look();
        _follower.Heard.Clear();
    }

    /// <summary>Says prompts, answers and resumes for so long, or until the host dies.</summary>
    public async Task TalkAsync(TimeSpan length, bool isClosing)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < length)
        {
            if (!await NudgeAllAsync(isClosing, () => TimeProvider.System.GetElapsedTime(start) < length))
            {
                return;
            }

            await Task.Delay(LookEvery, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Lets everything that was said come to its end, and resumes what was cut off.</summary>
    public async Task CloseAsync()
    {
        while (!_voices.All(voice => voice.IsQuiet))
        {
            Assert.True(await NudgeAllAsync(isClosing: true, () => true), "The host died by itself.");
            try
            {
                await Task.Delay(LookEvery, TimeProvider.System, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"These did not come to their end in time:\n{Unquiet()}\n{await WhatTheHostSaysAsync()}\n{Homeport.Log}");
            }
        }
    }

    /// <summary>Waits until each of these turns has ended, by report or because it was given up.</summary>
    public async Task UntilEndedAsync(IReadOnlyList<(Voice Voice, string Turn)> turns, TimeSpan limit)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (turns.Any(pair => !pair.Voice.Seen.Outcomes.ContainsKey(pair.Turn)))
        {
            _follower.Look();
            Assert.True(
                TimeProvider.System.GetElapsedTime(start) < limit,
                $"{limit.TotalSeconds} s after their worker was killed these turns still count as running:\n{Unquiet()}\n{Homeport.Log}");
            await Task.Delay(LookEvery, TimeProvider.System, cancellationToken);
        }
    }

    public IReadOnlyList<(Voice Voice, string Turn)> RunningTurns()
    {
        _follower.Look();
        return [.. _voices.SelectMany(voice => voice.Seen.Running.Keys.Select(turn => (voice, turn)))];
    }

    public void Tell(string line) => tell($"[{Elapsed.TotalSeconds,5:0.0} s] {line}");

    public async ValueTask DisposeAsync() => await _follower.DisposeAsync();

    /// <summary>False when the host died meanwhile.</summary>
    private async Task<bool> NudgeAllAsync(bool isClosing, Func<bool> goesOn)
    {
        foreach (var voice in _voices.OrderBy(_ => _random.Next()).ToArray())
        {
            if (!goesOn())
            {
                return true;
            }

            _follower.Look();
            try
            {
                await voice.KeepBusyAsync(_operations!, isClosing, cancellationToken);
            }
            catch (Exception dead) when (dead is HttpRequestException or IOException)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Of the tasks that hang, for whoever reads the failure.</summary>
    private async Task<string> WhatTheHostSaysAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10), TimeProvider.System);
        var operations = new OperationClient(Homeport.Http);
        var said = new List<string>();
        foreach (var voice in _voices.Where(voice => !voice.IsQuiet))
        {
            said.Add((await operations.CallAsync("getUnitTask", new JsonObject { ["id"] = voice.Task }, patience.Token)).ToJsonString());
            said.Add((await operations.CallAsync("listQueuedPrompts", new JsonObject { ["taskId"] = voice.Task }, patience.Token)).ToJsonString());
        }

        return string.Join('\n', said);
    }

    private string Unquiet() => string.Join('\n', _voices.Where(voice => !voice.IsQuiet).Select(voice =>
        $"{voice.Task} is {voice.Seen.State} {voice.Seen.Failure}; running: {string.Join(", ", voice.Seen.Running.Values)}; " +
        $"not begun: {string.Join(", ", voice.Accepted.Where(prompt => !voice.Seen.Begun.Contains(prompt)))}"));
}
