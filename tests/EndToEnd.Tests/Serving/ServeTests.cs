using System.Net;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Homeport.EndToEnd.Tests.Harness;
using Homeport.Testing.Programs;

namespace Homeport.EndToEnd.Tests.Serving;

/// <summary>What scripts rely on when they start and stop the executable.</summary>
public sealed class ServeTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 240_000)]
    public async Task It_names_its_port_writes_its_pid_file_and_takes_it_away_when_it_stops()
    {
        await using var bench = await Workbench.WithDemoAgentAsync(Cancelled);
        var homeport = await bench.StartAsync(Cancelled);

        Assert.Equal($"BACKEND_PORT:{homeport.Port}", await homeport.FindLineAsync(line => line.StartsWith("BACKEND_PORT:", StringComparison.Ordinal), Cancelled));
        var file = Path.Combine(bench.Root, "server.json");
        var pidFile = JsonNode.Parse(await File.ReadAllTextAsync(file, Cancelled))!;
        Assert.Equal((homeport.Id, homeport.Port), (pidFile["pid"]!.GetValue<int>(), pidFile["port"]!.GetValue<int>()));
        Assert.Equal(homeport.SocketPath, pidFile["socketPath"]!.GetValue<string>());

        Assert.Equal(0, await homeport.StopAsync(Cancelled));
        Assert.False(File.Exists(file));
        Assert.False(File.Exists(homeport.SocketPath));
    }

    [Fact(Timeout = 240_000)]
    [UnsupportedOSPlatform("windows")]
    public async Task What_it_keeps_is_readable_by_its_owner_only()
    {
        await using var bench = await Workbench.WithDemoAgentAsync(Cancelled);
        var homeport = await bench.StartAsync(Cancelled);

        Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(bench.Root));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Path.Combine(bench.Root, "auth-token")));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Path.Combine(bench.Root, "server.json")));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(homeport.SocketPath));
    }

    [Fact(Timeout = 240_000)]
    public async Task The_port_wants_the_token_and_the_owner_socket_does_not()
    {
        await using var bench = await Workbench.WithDemoAgentAsync(Cancelled);
        var homeport = await bench.StartAsync(Cancelled);
        using var stranger = new HttpClient { BaseAddress = homeport.Address };

        using var refused = await stranger.GetAsync(new Uri("/api/tasks", UriKind.Relative), Cancelled);
        using var owner = await homeport.Http.GetAsync(new Uri("/api/tasks", UriKind.Relative), Cancelled);
        using var socket = await homeport.OwnerSocket.GetAsync(new Uri("/api/tasks", UriKind.Relative), Cancelled);

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal(HttpStatusCode.OK, owner.StatusCode);
        Assert.Equal(HttpStatusCode.OK, socket.StatusCode);
    }

    [Fact(Timeout = 240_000)]
    public async Task A_second_one_on_the_same_data_folder_is_refused_and_says_who_is_there()
    {
        await using var bench = await Workbench.WithDemoAgentAsync(Cancelled);
        var homeport = await bench.StartAsync(Cancelled);

        var second = await ProgramRun.RunAsync(
            HomeportProgram.Path, ["serve", "--no-open", "--port", "0", "--root", bench.Root], "/", bench.Home.Variables, TimeSpan.FromSeconds(20), Cancelled);

        Assert.Equal(3, second.ExitCode);
        Assert.Contains(homeport.Port.ToString(null, null), second.Errors + second.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = 240_000)]
    public async Task After_a_crash_the_same_data_folder_is_served_again()
    {
        await using var bench = await Workbench.WithDemoAgentAsync(Cancelled);
        await (await bench.StartAsync(Cancelled)).KillAsync(Cancelled);

        var again = await bench.StartAsync(Cancelled);

        using var health = await again.Http.GetAsync(new Uri("/health", UriKind.Relative), Cancelled);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }
}
