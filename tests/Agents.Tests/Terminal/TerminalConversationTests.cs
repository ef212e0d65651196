using System.Text;
using Homeport.Agents.Terminal;
using Homeport.Agents.Tests.Playback;
using Homeport.Protocol;
using Homeport.Protocol.Agents;
using Homeport.Protocol.Events;
using Homeport.Testing;

namespace Homeport.Agents.Tests.Terminal;

/// <summary>What is guessed of a program in a terminal, by a clock of the test's.</summary>
public sealed class TerminalConversationTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);
    private readonly ManualTime _time = new();
    private readonly RecordingSink _sink = new();

    [Fact]
    public async Task A_program_that_writes_nothing_for_twelve_seconds_counts_as_quiet_and_as_working_when_it_writes_again()
    {
        var console = new Console();
        var turn = Begin(console, FirstPrompt.None);
        await PassAsync(TimeSpan.FromSeconds(30), () => console.LastOutputAt = _time.GetUtcNow());
        Assert.Equal([AgentActivity.Working], States());

        await PassAsync(TimeSpan.FromSeconds(14));
        Assert.Equal([AgentActivity.Working, AgentActivity.Quiet], States());

        console.LastOutputAt = _time.GetUtcNow();
        await PassAsync(TimeSpan.FromSeconds(3));
        Assert.Equal([AgentActivity.Working, AgentActivity.Quiet, AgentActivity.Working], States());
        Assert.All(Told(), told => Assert.True(told.Guessed));

        console.End(0);
        Assert.Equal((TurnOutcome.Completed, "exit_0"), (await turn is var result ? (result.Outcome, result.StopReason) : default));
    }

    [Fact]
    public async Task The_first_prompt_waits_until_the_screen_is_still_and_Enter_comes_apart()
    {
        var console = new Console { TakesMarkedPaste = true };
        var turn = Begin(console, FirstPrompt.Typed);
        await PassAsync(TimeSpan.FromSeconds(2), () => console.LastOutputAt = _time.GetUtcNow());
        Assert.Equal("", console.Typed);

        await PassAsync(TimeSpan.FromSeconds(2));

        Assert.Equal("\e[200~hello\e[201~\r", console.Typed);
        Assert.Equal(2, console.Writes);
        console.End(0);
        await turn;
    }

    [Theory]
    [InlineData(0, TurnOutcome.Completed)]
    [InlineData(1, TurnOutcome.Failed)]
    [InlineData(139, TurnOutcome.Failed)]
    [InlineData(130, TurnOutcome.Interrupted)]
    [InlineData(143, TurnOutcome.Interrupted)]
    [InlineData(null, TurnOutcome.Interrupted)]
    public async Task The_code_is_all_that_is_known_of_how_it_went(int? code, TurnOutcome outcome)
    {
        var console = new Console();
        console.End(code);

        var result = await Begin(console, FirstPrompt.Typed);

        Assert.Equal(outcome, result.Outcome);
        Assert.Equal(outcome == TurnOutcome.Failed ? "last line" : null, result.Failure?.Detail);
    }

    [Fact]
    public async Task A_program_that_reads_nothing_is_told_of()
    {
        var console = new Console { IsFull = true };
        var turn = Begin(console, FirstPrompt.Typed);
        await PassAsync(TimeSpan.FromSeconds(15));

        Assert.Equal("not_typed", Assert.Single(_sink.Notices).Code);
        console.End(0);
        await turn;
    }

    private Task<TurnResult> Begin(Console console, FirstPrompt first) =>
        new TerminalConversation("Test program", first, console, _sink, _time).RunTurnAsync(new AgentPrompt("hello"), TestContext.Current.CancellationToken);

    private async Task PassAsync(TimeSpan span, Action? each = null)
    {
        for (var passed = TimeSpan.Zero; passed < span; passed += Tick)
        {
            each?.Invoke();
            _time.Advance(Tick);
            for (var yields = 0; yields < 5; yields++)
            {
                await Task.Yield(); // what was due runs on the pool
            }

            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private IReadOnlyList<ActivityPayload> Told() => _sink.Payloads(EventKinds.Activity, ProtocolJson.Default.ActivityPayload);

    private AgentActivity[] States() => [.. Told().Select(told => told.State)];

    private sealed class Console : IAgentConsole
    {
        private readonly TaskCompletionSource<int?> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly StringBuilder _typed = new();

        public DateTimeOffset? LastOutputAt { get; set; }

        public bool TakesMarkedPaste { get; init; }

        public bool IsFull { get; init; }

        public int Writes { get; private set; }

        public string Typed => _typed.ToString();

        public Task<int?> Ended => _ended.Task;

        public bool Type(ReadOnlySpan<byte> keys)
        {
            Writes++;
            _typed.Append(Encoding.UTF8.GetString(keys));
            return !IsFull;
        }

        public string LastLines(int count) => "last line";

        public void End(int? code) => _ended.TrySetResult(code);
    }
}
