using Homeport.EndToEnd.Tests.Harness;
using Homeport.EndToEnd.Tests.Recovery.Torture;
using Homeport.Testing;

namespace Homeport.EndToEnd.Tests.Recovery;

/// <summary>
/// Twenty agents stream while the host is killed at random moments, the worker too, and both at once. What each agent wrote is
/// known from its prompt, so every transcript can be judged: whole where only hosts died, a beginning of it where a worker died.
/// </summary>
public sealed class TortureTests(ITestOutputHelper output)
{
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan TakeOverPatience = TimeSpan.FromSeconds(60);

    /// <summary>Text is written down after a quarter of a second; what was heard before this must survive the worker.</summary>
    private static readonly TimeSpan WrittenDownAfter = TimeSpan.FromSeconds(1.5);

    /// <summary>The bound is in the settings; this is the longest that they may name.</summary>
    [Fact(Timeout = 4 * 3_600_000)]
    public async Task What_agents_write_survives_any_number_of_crashes()
    {
        Assert.SkipWhen(Planes.AreOneProcess, "In one process every crash ends the agents; KillTests has that.");
        var settings = TortureSettings.FromEnvironment();
        Tell($"again with: {settings} make torture");
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(settings.Bound);
        await using var bench = await Workbench.WithDemoAgentAsync(bound.Token);
        await using var run = new TortureRun(bench, settings, Tell, bound.Token);
        await run.BeginAsync();
        var setup = run.Elapsed;
        run.Tell($"{settings.Agents} agents are at work");

        await KillHostsAsync(run, settings, until: setup + (settings.Killing - setup) * 0.5);
        Assert.Equal(0, run.Interrupted); // the agents work on while there is no host
        await KillWorkersAsync(run, settings, until: setup + (settings.Killing - setup) * 0.8);
        Assert.True(run.Interrupted > 0, "No worker was killed while an agent was at work: the moments are chosen badly.");
        await KillBothAsync(run, bench, settings);
        run.Tell($"{run.HostKills} hosts and {run.WorkerKills} workers were killed, {run.Interrupted} turns were interrupted; now all come to their end");
        await run.CloseAsync();
        await JudgeAsync(run, bound.Token);

        Assert.InRange(run.HostKills, settings.LeastHostKills, int.MaxValue);
        Assert.InRange(run.WorkerKills, settings.LeastWorkerKills, int.MaxValue);
    }

    /// <summary>Most of the host's share; beyond the time, what is needed at least.</summary>
    private static async Task KillHostsAsync(TortureRun run, TortureSettings settings, TimeSpan until)
    {
        while (run.HostKills < settings.HostKills * 4 / 5 && (run.Elapsed < until || run.HostKills < settings.LeastHostKills * 3 / 5))
        {
            await run.KillHostAsync(Moment(run, 0, 1_200));
            await run.StartHostAsync();
        }

        run.Tell($"{run.HostKills} hosts were killed, {run.Follower.Events.Count} events so far");
    }

    private static async Task KillWorkersAsync(TortureRun run, TortureSettings settings, TimeSpan until)
    {
        while (run.WorkerKills < settings.WorkerKills * 3 / 5 && (run.Elapsed < until || run.WorkerKills < 1))
        {
            await run.TalkAsync(Moment(run, 0, 1_500), isClosing: false);
            run.Remember();
            await run.TalkAsync(WrittenDownAfter, isClosing: false);
            var running = run.RunningTurns();
            run.KillWorker();
            await run.UntilEndedAsync(running, TakeOverPatience);
            run.Forget();
            run.Tell($"worker killed with {running.Count} turns; {run.Interrupted} were interrupted so far");
        }
    }

    /// <summary>The host first, both at once, the worker first: in turns.</summary>
    private static async Task KillBothAsync(TortureRun run, Workbench bench, TortureSettings settings)
    {
        for (var round = 0; IsDue(run, settings, round); round++)
        {
            await run.TalkAsync(Moment(run, 500, 1_500), isClosing: false);
            run.Remember();
            if (run.WorkerKills < settings.WorkerKills && round % 2 == 0)
            {
                await KillBothAsync(run, bench, round / 2 % 3);
            }
            else
            {
                await run.KillHostAsync(Moment(run, 0, 1_000));
            }

            await run.StartHostAsync();
        }
    }

    private static bool IsDue(TortureRun run, TortureSettings settings, int round) =>
        run.HostKills < settings.LeastHostKills || run.WorkerKills < settings.LeastWorkerKills || round < 5 ||
        (run.Elapsed < settings.Killing && (run.HostKills < settings.HostKills || run.WorkerKills < settings.WorkerKills));

    private static async Task KillBothAsync(TortureRun run, Workbench bench, int order)
    {
        var running = run.RunningTurns();
        switch (order)
        {
            case 0: // agents go on without a host, then their worker dies too
                await run.KillHostAsync(WrittenDownAfter);
                await Task.Delay(WrittenDownAfter, TimeProvider.System, TestContext.Current.CancellationToken);
                run.KillWorker();
                break;
            case 1: // nobody is left, and nobody comes
                await run.TalkAsync(WrittenDownAfter, isClosing: false);
                run.KillWorker();
                await run.KillHostAsync(TimeSpan.Zero);
                break;
            default: // a worker that has just been started, or has just found its host
                await run.TalkAsync(WrittenDownAfter, isClosing: false);
                run.KillWorker();
                await run.KillHostAsync(Moment(run, 0, 1_000));
                SidecarProcesses.Kill(bench.Root);
                break;
        }

        await Eventually.HappensAsync(
            () => Leftovers.Find(bench.Folder).Count == 0, EndPatience,
            () => $"host and worker are dead and these live on:\n{string.Join('\n', Leftovers.Find(bench.Folder))}", TestContext.Current.CancellationToken);
        run.Forget();
        run.Tell($"host and worker killed ({order switch { 0 => "host first", 1 => "both at once", _ => "worker first" }}) with {running.Count} turns; no process is left");
    }

    /// <summary>A client that comes only now sees what the one saw that was there all the time, and each transcript is as it was written.</summary>
    private static async Task JudgeAsync(TortureRun run, CancellationToken cancellationToken)
    {
        var followed = run.Follower.Events;
        await using var replay = await EventTail.OpenAsync(run.Homeport, fromSequence: 0, cancellationToken);
        await replay.FindAsync(entry => entry["sequence"]!.GetValue<long>() == followed.Count, cancellationToken);
        Assert.Equal(followed.Select(entry => entry.ToJsonString()), replay.All.Take(followed.Count).Select(entry => entry.ToJsonString()));

        var (turns, characters, kept) = (0, 0L, 0L);
        var lost = new List<string>();
        foreach (var voice in run.Voices)
        {
            var transcript = new Transcript(followed.Where(entry => entry["taskId"]?.GetValue<string>() == voice.Task));
            foreach (var turn in transcript.Turns)
            {
                var (text, expected) = (transcript.TextOf(turn), Words.AnswerTo(turn.Prompt!));
                turns++;
                characters += text.Length;
                kept += turn.Outcome == "interrupted" ? text.Length : 0;
                if (turn.Outcome == "interrupted")
                {
                    Assert.StartsWith(text, expected, StringComparison.Ordinal);
                }
                else
                {
                    Assert.Equal("completed", turn.Outcome);
                    Assert.Equal(expected, text);
                }
            }

            AssertSaidOnce(voice, transcript);
            lost.AddRange(run.MustBeThere
                .Where(heard => heard.Value.Task == voice.Task && transcript.LengthOf(heard.Key) < heard.Value.Length)
                .Select(heard => $"{heard.Value.Length} characters of item {heard.Key} were heard at {heard.Value.At:0.0} s, {transcript.LengthOf(heard.Key)} are there"));
        }

        Assert.True(lost.Count == 0, string.Join('\n', lost));

        run.Tell($"{turns} turns with {characters} characters are as they were written, {kept} of them by agents that were killed; {followed.Count} events");
    }

    private static void AssertSaidOnce(Voice voice, Transcript transcript)
    {
        var said = transcript.Turns.Select(turn => turn.Prompt!).ToArray();
        Assert.Equal(said.Length, said.Distinct(StringComparer.Ordinal).Count());
        Assert.Empty(voice.Accepted.Except(said));
        Assert.Empty(said.Except(voice.Accepted).Except(voice.Unsure));
        Assert.Equal(voice.Accepted.Where(prompt => !voice.Resumes.Contains(prompt)), said.Where(prompt => !voice.Resumes.Contains(prompt)));
    }

    private static TimeSpan Moment(TortureRun run, int least, int most) => TimeSpan.FromMilliseconds(run.Random.Next(least, most));

    private void Tell(string line)
    {
        output.WriteLine(line);
        TestContext.Current.SendDiagnosticMessage(line);
    }
}
