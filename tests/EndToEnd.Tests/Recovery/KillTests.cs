using System.Text.Json.Nodes;
using Homeport.EndToEnd.Tests.Harness;
using Homeport.Testing;

namespace Homeport.EndToEnd.Tests.Recovery;

/// <summary>kill -9 of the host while an agent works: the store opens, nothing that was shown is missing, the task goes on.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Rounds = 10;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 240_000)]
    public async Task Ten_crashes_at_random_moments_lose_nothing_that_was_acknowledged()
    {
        var seed = (int)(TimeProvider.System.GetTimestamp() & 0xFFFF);
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var bench = await Workbench.WithRealAgentsAsync(Cancelled);
        var homeport = await bench.StartAsync(Cancelled);
        var person = await Person.ConnectAsync(homeport, Cancelled);
        var project = await person.AddAsync(await bench.AddRepositoryAsync("work", Cancelled), Cancelled);
        var task = await person.StartAsync(project, "claude_code", "accept_edits", "fake:write-file path=first.txt", Cancelled);
        await person.Events.FindTaskAsync(task, Cancelled, "in_review");

        var interrupted = 0;
        for (var round = 1; round <= Rounds; round++)
        {
            await person.SayAsync(task, $"round {round}: fake:long-stream 400 delay=3", Cancelled); // about 1.3 s
            var moment = TimeSpan.FromMilliseconds(random.Next(0, 1_500));
            await Task.Delay(moment, TimeProvider.System, Cancelled);
            await homeport.KillAsync(Cancelled);
            await person.DisposeAsync();
            var shown = person.Events.All;

            homeport = await bench.StartAsync(Cancelled);
            person = await Person.ConnectAsync(homeport, Cancelled);
            await AssertReplayedAsync(person, shown);
            await AssertPromptKeptAsync(person, task, $"round {round}:");
            var state = await SettledAsync(person, task);
            output.WriteLine($"round {round}: killed after {moment.TotalMilliseconds} ms, {shown.Count} events were shown, then {state}");
            interrupted += state == "interrupted" ? 1 : 0;
            await GoOnAsync(person, task, state, $"after {round}: fake:write-file path=round-{round}.txt");
        }

        if (Planes.AreOneProcess)
        {
            Assert.True(interrupted > 0, "No crash met a running turn: the moments are chosen badly.");
        }
        else
        {
            Assert.Equal(0, interrupted); // the agent works on while there is no host
        }

        var files = (await person.Operations.GetAsync($"/api/tasks/{task}/diff", Cancelled))["files"]!.AsArray();
        Assert.Equal(Rounds + 1, files.Count);
        await person.DisposeAsync();
    }

    /// <summary>Every event that a client had seen is there again, at its place, unchanged.</summary>
    private static async Task AssertReplayedAsync(Person person, IReadOnlyList<JsonObject> shown)
    {
        var last = shown.Max(entry => entry["sequence"]!.GetValue<long>());
        await person.Events.FindAsync(entry => entry["sequence"]!.GetValue<long>() >= last, Cancelled);
        var replayed = person.Events.All.ToDictionary(entry => entry["sequence"]!.GetValue<long>(), entry => entry.ToJsonString());
        Assert.All(shown, entry => Assert.Equal(entry.ToJsonString(), replayed[entry["sequence"]!.GetValue<long>()]));
        Assert.Equal(Enumerable.Range(1, replayed.Count).Select(number => (long)number), replayed.Keys.Order());
    }

    /// <summary>The state once the new worker has told what became of the turn of the dead one.</summary>
    private static Task<string> SettledAsync(Person person, string task) => Eventually.SeesAsync(
        async () => (await person.GetAsync(task, Cancelled))["state"]!.GetValue<string>(), state => state is not ("running" or "queued"), Cancelled);

    /// <summary>A prompt that was accepted is in the conversation, or waits in the queue.</summary>
    private static async Task AssertPromptKeptAsync(Person person, string task, string prompt)
    {
        var known = await person.Operations.CallAsync("getUnitTask", new JsonObject { ["id"] = task }, Cancelled);
        Assert.True(
            known["queuedPrompts"]!.ToJsonString().Contains(prompt, StringComparison.Ordinal) ||
            person.Events.All.Any(entry => entry["kind"]!.GetValue<string>() == "user_message" &&
                entry["payload"]!["text"]!.GetValue<string>().Contains(prompt, StringComparison.Ordinal)),
            $"The prompt '{prompt}' was accepted and is gone.");
    }

    /// <summary>By what the crash left: resumed when a turn was cut off, spoken to when it had ended.</summary>
    private static async Task GoOnAsync(Person person, string task, string state, string prompt)
    {
        var operation = state == "interrupted" ? "resumeTask" : "sendPrompt";
        Assert.Contains(state, (string[])["interrupted", "in_review"]);
        var begun = person.Events.All[^1]["sequence"]!.GetValue<long>();

        await person.Operations.CallAsync(operation, new JsonObject { ["taskId"] = task, ["prompt"] = prompt }, Cancelled);

        var start = await person.Events.FindAsync(
            entry => entry["sequence"]!.GetValue<long>() > begun && entry["kind"]!.GetValue<string>() == "turn_started", Cancelled);
        var end = await person.Events.FindAsync(
            entry => entry["kind"]!.GetValue<string>() == "turn_ended" && entry["turnId"]!.GetValue<string>() == start["turnId"]!.GetValue<string>(),
            Cancelled);
        Assert.Equal("completed", end["payload"]!["outcome"]!.GetValue<string>());
        await person.Events.FindAsync(
            entry => entry["sequence"]!.GetValue<long>() > begun && entry["kind"]!.GetValue<string>() == "task_changed" &&
                entry["payload"]!["task"]!["state"]!.GetValue<string>() == "in_review",
            Cancelled);
    }
}
