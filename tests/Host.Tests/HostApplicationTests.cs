using System.Net;
using System.Text.Json;
using Homeport.Host.Access;
using Homeport.Protocol;

namespace Homeport.Host.Tests;

public sealed class HostApplicationTests
{
    [Fact]
    public async Task A_host_answers_on_its_port_and_its_socket()
    {
        await using var host = await TestHost.StartAsync();

        foreach (var client in (HttpClient[])[host.Anonymous, host.Socket])
        {
            using var response = await client.GetAsync("/health", TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        using var list = await host.Owner.GetAsync("/api/workspaces", TestContext.Current.CancellationToken);
        Assert.Equal("""personal""", (await TestHost.ReadAsync(list)).GetProperty("items")[0].GetProperty("name").GetString());
    }

    [Fact]
    public async Task The_ready_lines_and_the_pid_file_tell_where_it_is()
    {
        await using var host = await TestHost.StartAsync();

        var lines = host.Output.Split('\n');
        Assert.Equal($"BACKEND_PORT:{host.Running.Port}", lines[0]);
        var ready = JsonSerializer.Deserialize(lines[1], ProtocolJson.Default.ReadyLine)!;
        Assert.Equal(("ready", host.Running.Port, Environment.ProcessId, host.Running.SocketPath, "1.2.3-test"), (ready.Type, ready.Port, ready.Pid, ready.SocketPath, ready.Version));
        var path = Path.Combine(host.Options.Root, "server.json");
        var file = JsonSerializer.Deserialize(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken), ProtocolJson.Default.PidFile)!;
        Assert.Equal((ready.Port, ready.Pid), (file.Port, file.Pid));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
    }

    [Fact]
    public async Task A_stopped_host_leaves_neither_pid_file_nor_socket_nor_lock()
    {
        var host = await TestHost.StartAsync();
        await host.Running.DisposeAsync();

        Assert.False(File.Exists(Path.Combine(host.Options.Root, "server.json")));
        Assert.False(File.Exists(host.Running.SocketPath));
        await using var again = await HostApplication.StartAsync(host.Options, TextWriter.Null, TextWriter.Null, TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.True(again.Port > 0);
        await again.DisposeAsync();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task A_second_host_on_the_same_folder_is_refused_and_told_the_first_ones_address()
    {
        await using var host = await TestHost.StartAsync();

        var refused = await Assert.ThrowsAsync<HostStartException>(() => HostApplication.StartAsync(
            host.Options, TextWriter.Null, TextWriter.Null, TimeProvider.System, TestContext.Current.CancellationToken));

        Assert.Equal(HostStartException.InUse, refused.ExitCode);
        Assert.Contains($"http://127.0.0.1:{host.Running.Port}", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"process {Environment.ProcessId}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_named_with_the_program_that_holds_it()
    {
        await using var host = await TestHost.StartAsync();

        var refused = await Assert.ThrowsAsync<HostStartException>(() => TestHost.StartAsync(
            options => options with { Port = host.Running.Port, BindPatience = TimeSpan.Zero }));

        Assert.Equal(HostStartException.InUse, refused.ExitCode);
        Assert.Contains($"(process {Environment.ProcessId})", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.0.0.0", false, AuthMode.Token)]
    [InlineData("192.168.1.5", false, AuthMode.Token)]
    [InlineData("0.0.0.0", true, AuthMode.None)]
    [InlineData("example.com", true, AuthMode.Token)]
    public async Task Another_address_is_refused_unless_a_token_and_a_proxy_guard_it(string address, bool behindProxy, AuthMode auth)
    {
        var refused = await Assert.ThrowsAsync<HostStartException>(() => TestHost.StartAsync(
            options => options with { Address = address, BehindProxy = behindProxy, Auth = auth }));

        Assert.Equal(HostStartException.Refused, refused.ExitCode);
    }

    [Fact]
    public async Task A_host_listens_on_both_loopback_addresses()
    {
        Assert.SkipUnless(System.Net.Sockets.Socket.OSSupportsIPv6, "no IPv6 here");
        await using var host = await TestHost.StartAsync();
        using var client = new HttpClient();

        using var response = await client.GetAsync($"http://[::1]:{host.Running.Port}/health", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
