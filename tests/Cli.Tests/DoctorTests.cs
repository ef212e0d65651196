using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Homeport.Cli.Tests.Harness;

namespace Homeport.Cli.Tests;

/// <summary>Each thing that can be amiss is made amiss, and the doctor says what, why and what to do.</summary>
public sealed class DoctorTests : IDisposable
{
    private readonly CommandLine _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task A_sound_machine_has_a_finding_for_every_check()
    {
        var checks = await ChecksAsync("homeport doctor --json --port 0");

        Assert.Superset(
            new HashSet<string> { "data folder", "running", "file system", "permissions", "socket", "clock", "open files", "file watches", "port range", "orphan guard", "terminals", "processes", "workers", "journals" },
            checks.Keys.ToHashSet());
        Assert.All(
            (string[])["file system", "permissions", "socket", "clock", "port range", "orphan guard", "terminals", "processes", "workers", "journals"],
            name => Assert.Equal("ok", Status(checks[name])));
        Assert.False(Directory.Exists(_shell.Root)); // looking leaves nothing behind
    }

    [Fact]
    public async Task Few_open_files_are_a_warning()
    {
        var checks = await ChecksAsync("ulimit -n 1024; homeport doctor --json --port 0");

        AssertFound(checks["open files"], "warning", "only 1024", "LimitNOFILE");
    }

    [Theory]
    [InlineData("chmod 755 $HOMEPORT_ROOT; echo x > $HOMEPORT_ROOT/homeport.db; chmod 644 $HOMEPORT_ROOT/homeport.db", "permissions", "failed", "homeport.db", "chmod")]
    [InlineData("echo x > $HOMEPORT_ROOT/auth-token; chmod 640 $HOMEPORT_ROOT/auth-token", "permissions", "failed", "auth-token", "go=")]
    [InlineData("touch -d '+2 days' $HOMEPORT_ROOT/homeport.db", "clock", "warning", "before files", "set-ntp")]
    [InlineData("mkdir -p $HOMEPORT_ROOT/worker/w1; : > $HOMEPORT_ROOT/worker/w1/lock", "workers", "warning", "died without a word", "takes it over")]
    [InlineData("mkdir -p $HOMEPORT_ROOT/worker/w1/journals; : > $HOMEPORT_ROOT/worker/w1/lock; flock $HOMEPORT_ROOT/worker/w1/lock sleep 30 >/dev/null 2>&1 & trap \"pkill -P $!; kill $!\" EXIT; sleep 0.3", "workers", "warning", "without a host", "homeport stop --all")]
    [InlineData("mkdir -p $HOMEPORT_ROOT/worker/w1/journals; head -c 70M /dev/urandom > $HOMEPORT_ROOT/worker/w1/journals/1.log", "journals", "warning", "70 MiB", "host's log")]
    [InlineData("echo '{' > $HOMEPORT_ROOT/ipc.sock", "socket", "failed", "no socket", "--root")]
    public async Task What_is_amiss_in_the_data_folder_is_found(string make, string check, string status, string message, string next)
    {
        var checks = await ChecksAsync($"mkdir -m 700 $HOMEPORT_ROOT; {make}; homeport doctor --json --port 0");

        AssertFound(checks[check], status, message, next);
    }

    [Fact]
    public async Task A_path_that_is_too_long_for_a_socket_is_a_warning()
    {
        _shell.Environment["HOMEPORT_ROOT"] = Path.Combine(_shell.Root, new string('x', 100));

        AssertFound((await ChecksAsync("homeport doctor --json --port 0"))["socket"], "warning", "/tmp/homeport-", "shorter");
    }

    [Fact]
    public async Task Processes_that_an_earlier_run_left_are_found()
    {
        var owner = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(_shell.Root)))[..24];

        var checks = await ChecksAsync($"HOMEPORT_OWNER={owner} sleep 30 >/dev/null 2>&1 & trap \"kill $!\" EXIT; homeport doctor --json --port 0");

        AssertFound(checks["processes"], "warning", "sleep (", "stop --all");
    }

    [Fact]
    public async Task Without_a_shell_in_PATH_there_is_no_guard()
    {
        var empty = _shell.Folder("empty");

        var checks = await ChecksAsync($"PATH={empty} homeport doctor --json --port 0");

        AssertFound(checks["orphan guard"], "failed", "PATH", "apt-get");
        Assert.Equal("failed", Status(checks["git"]));
    }

    [Fact]
    public async Task A_port_that_outgoing_connections_are_given_is_a_warning()
    {
        var range = (await File.ReadAllTextAsync("/proc/sys/net/ipv4/ip_local_port_range", TestContext.Current.CancellationToken)).Split((char[])['\t', ' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        var inside = int.Parse(range[1], CultureInfo.InvariantCulture);
        var below = int.Parse(range[0], CultureInfo.InvariantCulture) - 1;

        AssertFound((await ChecksAsync($"homeport doctor --json --port {inside}"))["port range"], "warning", range[0], "ip_local_reserved_ports");
        Assert.Equal("ok", Status((await ChecksAsync($"homeport doctor --json --port {below}"))["port range"]));
    }

    [Fact]
    public async Task For_people_each_finding_has_its_reason_and_its_step()
    {
        var run = await _shell.ShellAsync("ulimit -n 1024; homeport doctor --port 0");

        Assert.Contains("warning open files: A process may open only 1024 files.\n        Each agent", run.Output, StringComparison.Ordinal);
        Assert.Contains("\n        → ulimit -Hn", run.Output, StringComparison.Ordinal);
    }

    private async Task<Dictionary<string, JsonObject>> ChecksAsync(string script)
    {
        var run = await _shell.ShellAsync(script);
        Assert.True(run.Output.StartsWith('{'), run.Output + run.Errors);
        var report = CommandLine.One(run);
        var checks = report["checks"]!.AsArray().Select(check => check!.AsObject()).ToDictionary(check => check["name"]!.GetValue<string>());
        var hasFailed = checks.Values.Any(check => Status(check) == "failed");
        Assert.Equal(!hasFailed, report["ok"]!.GetValue<bool>());
        Assert.Equal(hasFailed ? 1 : 0, run.ExitCode);
        return checks;
    }

    private static string Status(JsonObject check) => check["status"]!.GetValue<string>();

    private static void AssertFound(JsonObject check, string status, string message, string next)
    {
        Assert.Equal(status, Status(check));
        Assert.Contains(message, check["message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains(next, check["next"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.NotEmpty(check["why"]!.GetValue<string>());
    }
}
