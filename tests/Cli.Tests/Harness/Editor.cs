using System.Diagnostics;
using System.Text.Json.Nodes;
using Homeport.Testing;

namespace Homeport.Cli.Tests.Harness;

/// <summary>An editor that runs <c>homeport acp</c> and speaks to it over its real standard streams. Disposing closes its input.</summary>
internal sealed class Editor : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Recording<JsonObject> _heard = new();
    private readonly Task _reading;
    private int _lastId;

    private Editor(Process process)
    {
        _process = process;
        _reading = Task.WhenAll(ReadAsync(), ReadErrorsAsync());
    }

    /// <summary>Everything that it was told, in order.</summary>
    public IReadOnlyList<JsonObject> Heard => _heard.All;

    public string Errors { get; private set; } = "";

    public IEnumerable<JsonObject> Updates(string kind) => Heard
        .Where(message => message["method"]?.ToString() == "session/update")
        .Select(message => message["params"]!["update"]!.AsObject())
        .Where(update => update["sessionUpdate"]!.ToString() == kind);

    /// <summary>The agent's words, put together.</summary>
    public string Words => string.Concat(Updates("agent_message_chunk").Select(update => update["content"]!["text"]!.ToString()));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static Editor Start(CommandLine shell, params string[] arguments)
    {
        var start = new ProcessStartInfo(CommandLine.Program, ["acp", .. arguments])
        {
            WorkingDirectory = shell.Home,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in shell.Environment)
        {
            start.Environment[name] = value;
        }

        return new(Process.Start(start)!);
    }

    public Task<JsonNode> InitializeAsync(string capabilities = "{}") =>
        CallAsync("initialize", $$"""{"protocolVersion":1,"clientCapabilities":{{capabilities}}}""");

    /// <summary>Opens a session in a folder and gives its id.</summary>
    public async Task<string> NewSessionAsync(string folder) =>
        (await CallAsync("session/new", $$"""{"cwd":"{{folder}}","mcpServers":[]}"""))["sessionId"]!.ToString();

    /// <summary>Calls and gives the result; a refusal is thrown.</summary>
    public async Task<JsonNode> CallAsync(string method, string parameters) => await AnswerTo(await SendAsync(method, parameters));

    /// <summary>Says a prompt; the answer comes when the turn is over.</summary>
    public async Task<Task<JsonNode>> PromptAsync(string session, string text) => AnswerTo(await SendAsync(
        "session/prompt",
        new JsonObject { ["sessionId"] = session, ["prompt"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = text }) }.ToJsonString()));

    public Task NotifyAsync(string method, string parameters) => SayAsync($$"""{"jsonrpc":"2.0","method":"{{method}}","params":{{parameters}}}""");

    /// <summary>The next request of a kind, past or future.</summary>
    public Task<JsonObject> AskedAsync(string method) => FindAsync(message => message["method"]?.ToString() == method && message["id"] is not null);

    public Task<JsonObject> FindAsync(Func<JsonObject, bool> fits) => _heard.FindAsync(fits, Token).WaitAsync(CommandLine.Limit, TimeProvider.System, Token);

    public Task AnswerAsync(JsonObject request, string result) => SayAsync($$"""{"jsonrpc":"2.0","id":{{request["id"]!.ToJsonString()}},"result":{{result}}}""");

    /// <summary>Chooses an option of what was asked, by its kind.</summary>
    public Task ChooseAsync(JsonObject request, string kind)
    {
        var option = request["params"]!["options"]!.AsArray().First(offered => offered!["kind"]!.ToString() == kind)!["optionId"]!;
        return AnswerAsync(request, $$$"""{"outcome":{"outcome":"selected","optionId":{{{option.ToJsonString()}}}}}""");
    }

    /// <summary>Closes the input and gives the exit code.</summary>
    public async Task<int> EndAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(Token).WaitAsync(CommandLine.Limit, TimeProvider.System, Token);
        await _reading;
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            try
            {
                await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, CancellationToken.None);
            }
            catch (TimeoutException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }

        await _reading;
        _process.Dispose();
    }

    private async Task<int> SendAsync(string method, string parameters)
    {
        var id = ++_lastId;
        await SayAsync($$"""{"jsonrpc":"2.0","id":{{id}},"method":"{{method}}","params":{{parameters}}}""");
        return id;
    }

    private async Task<JsonNode> AnswerTo(int id)
    {
        var answer = await FindAsync(message => message["method"] is null && message["id"]?.GetValue<int>() == id);
        return answer["result"] ?? throw new RefusedException(answer["error"]!["code"]!.GetValue<int>(), answer["error"]!["message"]!.ToString());
    }

    private async Task SayAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line.AsMemory(), Token);
        await _process.StandardInput.FlushAsync(Token);
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            _heard.Add(JsonNode.Parse(line)!.AsObject()); // a line that is no message breaks the test
        }

        _heard.End(new EndOfStreamException($"homeport acp ended; it said: {string.Join('\n', _heard.All.Select(message => message.ToJsonString()))}"));
    }

    private async Task ReadErrorsAsync() => Errors = await _process.StandardError.ReadToEndAsync();
}

/// <summary>The agent's side answered with an error.</summary>
internal sealed class RefusedException(int code, string message) : Exception(message)
{
    public int Code { get; } = code;
}
