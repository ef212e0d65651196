using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Homeport.Testing.Files;

namespace Homeport.Host.Tests;

/// <summary>A whole host in this process, on a free port and a folder of its own.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly TempFolder _folder;

    private TestHost(TempFolder folder, HostOptions options, RunningHost running, string output)
    {
        (_folder, Options, Running, Output) = (folder, options, running, output);
        Token = File.ReadAllText(Path.Combine(options.Root, "auth-token")).Trim();
        Anonymous = new HttpClient { BaseAddress = Address };
        Owner = new HttpClient { BaseAddress = Address };
        Owner.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        Socket = new HttpClient(new SocketsHttpHandler { ConnectCallback = ConnectAsync }) { BaseAddress = new Uri("http://homeport") };
    }

    public HostOptions Options { get; }

    public RunningHost Running { get; }

    /// <summary>What it wrote to standard output.</summary>
    public string Output { get; }

    public string Token { get; }

    public Uri Address => new($"http://127.0.0.1:{Running.Port}");

    public string Origin => $"http://127.0.0.1:{Running.Port}";

    /// <summary>Shows nothing.</summary>
    public HttpClient Anonymous { get; }

    /// <summary>Shows the owner's token.</summary>
    public HttpClient Owner { get; }

    /// <summary>Comes by the owner socket.</summary>
    public HttpClient Socket { get; }

    public static async Task<TestHost> StartAsync(Func<HostOptions, HostOptions>? change = null, TimeProvider? time = null)
    {
        var folder = new TempFolder();
        var options = new HostOptions { Root = Path.Combine(folder.Path, "root"), Port = 0, Version = "1.2.3-test", WorkerPatience = TimeSpan.Zero };
        options = change?.Invoke(options) ?? options;
        var output = new StringWriter();
        try
        {
            var running = await HostApplication.StartAsync(
                options, output, new TestErrors(), time ?? TimeProvider.System, TestContext.Current.CancellationToken);
            return new TestHost(folder, options, running, output.ToString());
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>A browser that was logged in by a one-time link: its cookie and the Origin it sends.</summary>
    public async Task<HttpClient> LogInAsync()
    {
        var secret = Running.CreateLoginLink().Split("#login=")[1];
        var client = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() }) { BaseAddress = Address };
        client.DefaultRequestHeaders.Add("Origin", Origin);
        client.DefaultRequestHeaders.UserAgent.ParseAdd("Mozilla/5.0 (X11; Linux x86_64) Chrome/131.0");
        using var response = await client.PostAsync("/api/auth/exchange", Json($$"""{"secret":"{{secret}}"}"""), TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        return client;
    }

    /// <summary>Ends this host and starts another one on what it left. This one is not to be used any more.</summary>
    public async Task<TestHost> StartAgainAsync()
    {
        Anonymous.Dispose();
        Owner.Dispose();
        Socket.Dispose();
        await Running.DisposeAsync();
        var output = new StringWriter();
        var running = await HostApplication.StartAsync(Options, output, new TestErrors(), TimeProvider.System, TestContext.Current.CancellationToken);
        return new TestHost(_folder, Options, running, output.ToString());
    }

    public static StringContent Json(string json) => new(json, new UTF8Encoding(), new MediaTypeHeaderValue("application/json"));

    public async Task<JsonElement> RpcAsync(string json, HttpClient? client = null)
    {
        using var response = await (client ?? Owner).PostAsync("/rpc", Json(json), TestContext.Current.CancellationToken);
        return await ReadAsync(response);
    }

    /// <summary>Calls an operation as the owner; fails the test when it is refused.</summary>
    public async Task<JsonNode> CallAsync(string operation, string parameters)
    {
        var answer = await AskAsync(operation, parameters);
        return answer["result"] ?? throw new InvalidOperationException($"{operation}: {answer["error"]}");
    }

    /// <summary>The error of an operation that has to be refused.</summary>
    public async Task<JsonNode> RefuseAsync(string operation, string parameters)
    {
        var answer = await AskAsync(operation, parameters);
        return answer["error"] ?? throw new InvalidOperationException($"{operation} was not refused: {answer}");
    }

    public static async Task<JsonElement> ReadAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;

    private async Task<JsonNode> AskAsync(string operation, string parameters) =>
        JsonNode.Parse((await RpcAsync($$"""{"jsonrpc": "2.0", "id": 1, "method": "{{operation}}", "params": {{parameters}}}""")).GetRawText())!;

    public async ValueTask DisposeAsync()
    {
        Anonymous.Dispose();
        Owner.Dispose();
        Socket.Dispose();
        await Running.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Connects by the owner socket.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Running.SocketPath), cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>What a host warns of, among the test's own output.</summary>
    private sealed class TestErrors : TextWriter
    {
        private readonly ITestOutputHelper? _output = TestContext.Current.TestOutputHelper;

        public override Encoding Encoding => Encoding.UTF8;

        public override void WriteLine(string? value)
        {
            try
            {
                _output?.WriteLine(value ?? "");
            }
            catch (InvalidOperationException)
            {
                // The test is over.
            }
        }
    }
}
