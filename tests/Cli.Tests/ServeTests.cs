using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Homeport.Cli.Tests.Harness;

namespace Homeport.Cli.Tests;

public sealed class ServeTests : IDisposable
{
    private readonly CommandLine _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task Standard_output_says_the_port_and_one_line_of_JSON_and_the_PID_file_says_the_same()
    {
        await using var server = await _shell.ServeAsync();

        Assert.Equal(2, server.Output.Count);
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"BACKEND_PORT:{server.Port}"), server.Output[0]);
        Assert.Equal("ready", server.Ready["type"]!.GetValue<string>());
        Assert.Equal(server.Id, server.Ready["pid"]!.GetValue<int>());
        var file = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_shell.Root, "server.json"), TestContext.Current.CancellationToken))!;
        Assert.Equal(server.Id, file["pid"]!.GetValue<int>());
        Assert.Equal(server.Port, file["port"]!.GetValue<int>());
        Assert.Equal(server.Ready["socketPath"]!.GetValue<string>(), file["socketPath"]!.GetValue<string>());
    }

    [Theory, InlineData("TERM"), InlineData("INT"), InlineData("HUP")]
    public async Task A_signal_stops_it_with_code_0_and_takes_its_PID_file_and_socket_away(string signal)
    {
        await using var server = await _shell.ServeAsync();

        server.Signal(signal);

        Assert.Equal(0, await server.ExitAsync());
        Assert.False(File.Exists(Path.Combine(_shell.Root, "server.json")));
        Assert.False(File.Exists(Path.Combine(_shell.Root, "ipc.sock")));
    }

    [Fact]
    public async Task A_second_one_on_the_same_data_folder_is_refused_with_3_and_names_the_first()
    {
        await using var server = await _shell.ServeAsync();

        var second = await _shell.RunAsync("serve", "--port", "0");

        Assert.Equal(3, second.ExitCode);
        Assert.Contains(server.Port.ToString(CultureInfo.InvariantCulture), second.Errors, StringComparison.Ordinal);
        Assert.Contains("homeport stop", second.Errors, StringComparison.Ordinal);
        Assert.Equal("", second.Output);
    }

    [Fact]
    public async Task Homeport_alone_finds_the_one_that_runs_prints_its_address_and_ends_with_0()
    {
        await using var server = await _shell.ServeAsync();

        var run = await _shell.RunAsync();

        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"http://127.0.0.1:{server.Port}", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_another_program_holds_ends_with_3_and_names_the_program()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var run = await _shell.RunAsync("serve", "--port", port.ToString(CultureInfo.InvariantCulture));

        Assert.Equal(3, run.ExitCode);
        Assert.Contains($"process {Environment.ProcessId}", run.Errors, StringComparison.Ordinal);
        Assert.Contains("--port", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_address_than_loopback_is_refused_with_2_and_the_reason()
    {
        var run = await _shell.RunAsync("serve", "--port", "0", "--address", "0.0.0.0");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--behind-proxy", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_environment_gives_folder_and_port_and_flags_win()
    {
        _shell.Environment.Remove("HOMEPORT_ROOT");
        _shell.Environment["PERSONAL_SERVER_ROOT_PATH"] = _shell.Root;
        _shell.Environment["HOMEPORT_PORT"] = "1"; // no port for ordinary users, and taken by nobody

        await using var server = await _shell.ServeAsync();

        Assert.NotEqual(1, server.Port);
        Assert.True(File.Exists(Path.Combine(_shell.Root, "server.json")));
    }

    [Fact]
    public async Task A_port_in_the_environment_that_is_none_is_refused_with_2_and_named()
    {
        _shell.Environment["HOMEPORT_PORT"] = "eighty";

        var run = await _shell.RunAsync("serve");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("HOMEPORT_PORT is 'eighty'", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_kill_it_starts_again_on_the_same_folder()
    {
        await using (var killed = await _shell.ServeAsync())
        {
            killed.Signal("KILL");
            await killed.ExitAsync();
        }

        Assert.True(File.Exists(Path.Combine(_shell.Root, "server.json")));
        Assert.Equal(4, (await _shell.RunAsync("status")).ExitCode);
        await using var server = await _shell.ServeAsync();
        Assert.Equal(0, (await _shell.RunAsync("status")).ExitCode);
    }

    [Fact]
    public async Task A_web_client_that_is_not_there_is_refused_with_2()
    {
        var run = await _shell.RunAsync("serve", "--web", _shell.Folder("empty"));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("index.html", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_folder_with_a_very_long_name_works_by_a_socket_elsewhere()
    {
        var root = Path.Combine(_shell.Home, new string('x', 120));
        _shell.Environment["HOMEPORT_ROOT"] = root;
        await using var server = await _shell.ServeAsync();

        Assert.StartsWith("/tmp/homeport-", server.Ready["socketPath"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(0, (await _shell.RunAsync("stop")).ExitCode);
        Assert.Equal(0, await server.ExitAsync());
    }
}
