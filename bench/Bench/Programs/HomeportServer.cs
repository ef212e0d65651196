using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Homeport.Testing.Programs;
using Homeport.Worker;

namespace Homeport.Bench.Programs;

/// <summary>The real program, and a client with its owner's token.</summary>
internal class HomeportServer : Server
{
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(30);

    private readonly BenchFolder _folder;

    protected HomeportServer(string program, IEnumerable<string> arguments, BenchFolder folder)
        : base(program, arguments, folder.Environment()) => _folder = folder;

    /// <summary>Set where this one's end is to end its worker too, with all that runs on it.</summary>
    private string? Program { get; init; }

    public string Token { get; private set; } = "";
    public string SocketPath { get; private set; } = "";
    public HttpClient Http { get; } = new() { Timeout = TimeSpan.FromMinutes(2) };

    /// <summary>Returns once it has said that it is ready.</summary>
    public static async Task<HomeportServer> StartAsync(Settings settings, BenchFolder folder)
    {
        var server = new HomeportServer(settings.Program, ["serve", "--no-open", "--port", "0", "--root", folder.Root], folder)
        {
            Program = settings.Program,
        };
        await server.ReadyAsync(folder);
        server.IgnoreRest();
        return server;
    }

    /// <summary>Returns once its worker has registered as well.</summary>
    public static async Task<HomeportServer> StartWithWorkerAsync(Settings settings, BenchFolder folder)
    {
        var server = await StartAsync(settings, folder);
        await server.WaitForWorkerAsync();
        return server;
    }

    public Task<JsonObject> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<JsonObject> PostAsync(string path, JsonObject body) => SendAsync(HttpMethod.Post, path, body);

    public Task<JsonObject> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null);

    /// <summary>Adds a repository and returns its project's id.</summary>
    public async Task<string> AddRepositoryAsync(string path) =>
        (await PostAsync("/api/repositories", new JsonObject { ["path"] = path }))["repositoryGroup"]!["id"]!.GetValue<string>();

    /// <summary>Writes down a task for the demo agent and returns its id.</summary>
    public async Task<string> AddTaskAsync(string projectId, string prompt, JsonArray? command = null)
    {
        var request = new JsonObject
        {
            ["repositoryGroupId"] = projectId,
            ["prompt"] = prompt,
            ["agentType"] = command is null ? "demo" : "acp",
            ["permissionMode"] = "accept_edits",
        };
        if (command is not null)
        {
            request["agentCommand"] = command;
        }

        return (await PostAsync("/api/tasks", request))["task"]!["id"]!.GetValue<string>();
    }

    /// <summary>Of the host and of the worker beside it.</summary>
    public override async Task<double> MemoryAsync(string measure)
    {
        var sum = await base.MemoryAsync(measure);
        foreach (var worker in LivingWorkers.Of(_folder.Root).Where(worker => worker != Id))
        {
            sum += await MemoryOfAsync(worker, measure);
        }

        return sum;
    }

    /// <summary>Of the host and of the worker beside it.</summary>
    public override double ProcessorSeconds() => base.ProcessorSeconds() + LivingWorkers.Of(_folder.Root).Where(worker => worker != Id).Sum(worker =>
    {
        using var process = Process.GetProcessById(worker);
        return process.TotalProcessorTime.TotalSeconds;
    });

    public Task<double> HostMemoryAsync(string measure) => base.MemoryAsync(measure);

    /// <summary>Forgets it after it was killed; its worker goes on.</summary>
    public async Task LeaveAsync()
    {
        Http.Dispose();
        await base.DisposeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await base.DisposeAsync();
        if (Program is { } program)
        {
            // A worker outlives its host while something lives on it.
            await ProgramRun.RunAsync(program, ["stop", "--all", "--root", _folder.Root], "/", _folder.Environment(), EndLimit, CancellationToken.None);
        }

        GC.SuppressFinalize(this);
    }

    protected async Task ReadyAsync(BenchFolder folder)
    {
        await ReadPortAsync();
        SocketPath = JsonNode.Parse(await LineAsync())!["socketPath"]!.GetValue<string>();
        Token = (await File.ReadAllTextAsync(Path.Combine(folder.Root, "auth-token"))).Trim();
        Http.BaseAddress = new Uri($"http://127.0.0.1:{Port}");
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    protected async Task WaitForWorkerAsync()
    {
        while ((await GetAsync("/api/health"))["workers"]!.GetValue<int>() == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    private async Task<JsonObject> SendAsync(HttpMethod method, string path, JsonObject? body)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode
            ? (JsonObject)JsonNode.Parse(text)!
            : throw new InvalidOperationException($"{method} {path} answered {(int)response.StatusCode}: {text}");
    }
}
