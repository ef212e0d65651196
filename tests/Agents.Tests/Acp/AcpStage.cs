using System.Text.Json.Nodes;
using Homeport.Agents.Acp;
using Homeport.Agents.Tests.Playback;
using Homeport.Testing;

namespace Homeport.Agents.Tests.Acp;

/// <summary>A conversation by ACP with an agent whose every word a test says.</summary>
internal sealed class AcpStage : IAsyncDisposable
{
    public AcpStage(AgentSessionSpec? spec = null, AcpDialect? dialect = null, IAgentFiles? files = null) =>
        Stage = new(new AcpAdapter(dialect ?? AcpDialects.Generic), Pipe, spec, Time, files, Terminals);

    public ScriptedPipe Pipe { get; } = new();
    public ManualTime Time { get; } = new();
    public FakeTerminals Terminals { get; } = new();
    public Stage Stage { get; }
    public RecordingSink Sink => Stage.Sink;
    public IAgentConversation Conversation => Stage.Conversation;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Hears until it hears this method.</summary>
    public async Task<JsonObject> HearAsync(string method)
    {
        while (true)
        {
            var heard = await Pipe.HearAsync();
            if (heard["method"]?.ToString() == method)
            {
                return heard;
            }
        }
    }

    public void Answer(JsonObject request, string result) =>
        Pipe.Say($$$$"""{"jsonrpc":"2.0","id":{{{{request["id"]!.ToJsonString()}}}},"result":{{{{result}}}}}""");

    public void Refuse(JsonObject request, int code, string message) =>
        Pipe.Say($$$$"""{"jsonrpc":"2.0","id":{{{{request["id"]!.ToJsonString()}}}},"error":{"code":{{{{code}}}},"message":"{{{{message}}}}"}}""");

    public void Update(string update) =>
        Pipe.Say($$$$"""{"jsonrpc":"2.0","method":"session/update","params":{"sessionId":"s","update":{{{{update}}}}}}""");

    /// <summary>Asks us something and gives our answer.</summary>
    public async Task<JsonObject> AskAsync(string method, string parameters, int id = 77)
    {
        Ask(method, parameters, id);
        return await Pipe.HearAsync();
    }

    public void Ask(string method, string parameters, int id) =>
        Pipe.Say($$$$"""{"jsonrpc":"2.0","id":{{{{id}}}},"method":"{{{{method}}}}","params":{{{{parameters}}}}}""");

    /// <summary>What the conversation said when its session was open.</summary>
    public AgentStarted? Started { get; private set; }

    /// <summary>Opens a session; gives what we said to open it.</summary>
    public async Task<(JsonObject Greeting, JsonObject Opening)> StartAsync(
        string capabilities = "{}", string session = """{"sessionId":"s"}""", string more = "")
    {
        var starting = Stage.StartAsync();
        var greeting = await HearAsync("initialize");
        Answer(greeting, $$$"""{"protocolVersion":1,"agentCapabilities":{{{capabilities}}}{{{more}}}}""");
        var opening = await HearAsync("session/new");
        Answer(opening, session);
        Started = await starting;
        return (greeting, opening);
    }

    /// <summary>A session to which version 2 is offered.</summary>
    public static AgentSessionSpec Newest => Stage.Session with { OffersNewestAcp = true };

    /// <summary>Opens a session with an agent that takes version 2; gives what we said to open it.</summary>
    public async Task<(JsonObject Greeting, JsonObject Opening)> StartSecondAsync(
        string session = "{}", string opened = """{"sessionId":"s"}""", string more = "")
    {
        var starting = Stage.StartAsync();
        var greeting = await GreetSecondAsync(session, more);
        var opening = await HearAsync("session/new");
        Answer(opening, opened);
        Started = await starting;
        return (greeting, opening);
    }

    /// <summary>Answers the greeting as an agent that takes version 2.</summary>
    public async Task<JsonObject> GreetSecondAsync(string session = "{}", string more = "")
    {
        var greeting = await HearAsync("initialize");
        Answer(greeting, $$$"""{"protocolVersion":2,"info":{"name":"robo","version":"9.1"},"capabilities":{"session":{{{session}}}}{{{more}}}}""");
        return greeting;
    }

    /// <summary>Gives the agent a prompt, which it takes and works on; gives what we said, and the turn.</summary>
    public async Task<(JsonObject Prompt, Task<TurnResult> Running)> BeginSecondAsync(AgentPrompt? prompt = null)
    {
        var (said, running) = await BeginAsync(prompt);
        Answer(said, """{"messageId":"u1"}""");
        Update("""{"sessionUpdate":"state_update","state":"running"}""");
        Update($$$"""{"sessionUpdate":"user_message","messageId":"u1","content":{{{said["params"]!["prompt"]!.ToJsonString()}}}}""");
        return (said, running);
    }

    /// <summary>The agent is done.</summary>
    public async Task<TurnResult> EndSecondAsync(Task<TurnResult> running, string more = ",\"stopReason\":\"end_turn\"")
    {
        Update($$$"""{"sessionUpdate":"state_update","state":"idle"{{{more}}}}""");
        return await running;
    }

    /// <summary>Gives the agent a prompt; gives what we said, and the turn.</summary>
    public async Task<(JsonObject Prompt, Task<TurnResult> Running)> BeginAsync(AgentPrompt? prompt = null)
    {
        var running = Stage.RunAsync(prompt ?? new AgentPrompt("go"));
        return (await HearAsync("session/prompt"), running);
    }

    public async Task<TurnResult> EndAsync(JsonObject prompt, Task<TurnResult> running)
    {
        Answer(prompt, """{"stopReason":"end_turn"}""");
        return await running;
    }

    /// <summary>Moves the clock step by step until something is so; what waits for the clock runs beside the test.</summary>
    public async Task AdvanceUntilAsync(TimeSpan step, Func<bool> isMet)
    {
        using var bound = new CancellationTokenSource();
        using var timer = new Timer(_ => bound.Cancel(), null, TimeSpan.FromSeconds(60), Timeout.InfiniteTimeSpan);
        while (!isMet())
        {
            bound.Token.ThrowIfCancellationRequested();
            Time.Advance(step);
            await Task.Yield();
        }
    }

    public Task WaitAsync(Func<RecordingSink, bool> isMet) => Sink.WaitAsync(isMet, Token);

    public ValueTask DisposeAsync() => Stage.DisposeAsync();
}
