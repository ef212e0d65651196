using System.Runtime.Versioning;
using Homeport.Agents;
using Homeport.Protocol.Agents;
using Homeport.Testing.Files;
using Homeport.Worker.Agents;

namespace Homeport.Worker.Tests.Agents;

/// <summary>What is found out about the agents on a machine, here one with small scripts in their place.</summary>
[SupportedOSPlatform("linux")]
public sealed class AgentProberTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, string> _environment;
    private readonly AgentPrograms _programs;
    private readonly AgentProber _prober;

    public AgentProberTests()
    {
        _environment = new()
        {
            ["HOME"] = _folder.Folder("home"),
            ["PATH"] = $"{_folder.Folder("bin")}:/usr/bin:/bin",
        };
        var options = new WorkerOptions
        {
            Root = _folder.Folder("root"),
            Environment = _environment,
            Program = ["homeport"],
            Version = "9.9.9",
        };
        _programs = new(options, TimeProvider.System);
        _prober = new(_programs, options, TimeProvider.System);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_not_there_says_how_to_install_it_and_what_it_could_do()
    {
        var qwen = await FindAsync(AgentKinds.Qwen);

        Assert.False(qwen.Installed);
        Assert.Equal(("npm install -g @qwen-code/qwen-code", "npm install -g @qwen-code/qwen-code"), (qwen.InstallCommand, qwen.NextStep));
        Assert.True(qwen.Capabilities!.Resume);
    }

    [Fact]
    public async Task A_program_is_asked_for_its_version_once_again_when_its_file_is_another_and_when_somebody_wants_to_know()
    {
        WriteProgram("qwen", $"echo x >> {_folder.At("asked")}; echo 0.24.4");

        Assert.Equal("0.24.4", (await FindAsync(AgentKinds.Qwen)).Version);
        Assert.Equal("0.24.4", (await FindAsync(AgentKinds.Qwen)).Version);
        Assert.Equal(1, Asked());
        Assert.Equal("0.24.4", _programs.Known(AgentCatalog.Find(AgentKinds.Qwen)!.Probe));

        await FindAsync(AgentKinds.Qwen, fresh: true);
        Assert.Equal(2, Asked());

        WriteProgram("qwen", $"echo x >> {_folder.At("asked")}; echo qwen version 0.25.0");
        Assert.Null(_programs.Known(AgentCatalog.Find(AgentKinds.Qwen)!.Probe));
        Assert.Equal("0.25.0", (await FindAsync(AgentKinds.Qwen)).Version);
        Assert.Equal(3, Asked());
    }

    [Fact]
    public async Task A_program_that_fails_or_says_nothing_is_there_without_a_version()
    {
        WriteProgram("qwen", "exit 3");

        var qwen = await FindAsync(AgentKinds.Qwen);

        Assert.True(qwen.Installed);
        Assert.Null(qwen.Version);
    }

    [Fact]
    public async Task A_version_that_is_too_old_says_what_it_needs_and_how_to_update()
    {
        WriteProgram("goose", "echo ' 1.7.0'");

        var goose = await FindAsync(AgentKinds.Goose);

        Assert.Equal(("1.7.0", "1.8"), (goose.Version, goose.NeedsVersion));
        Assert.Equal(goose.InstallCommand, goose.NextStep);
    }

    [Fact]
    public async Task An_agent_that_needs_a_second_program_is_there_with_both_and_has_the_version_of_the_one_that_counts()
    {
        WriteProgram("pi-acp", "echo 0.0.24");
        Assert.False((await FindAsync(AgentKinds.Pi)).Installed);

        WriteProgram("pi", "echo 0.73.1 >&2");
        var pi = await FindAsync(AgentKinds.Pi);

        Assert.True(pi.Installed);
        Assert.Equal("0.73.1", pi.Version);
        Assert.EndsWith("/pi-acp", pi.Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exit 0", AgentLogin.LoggedIn)]
    [InlineData("exit 1", AgentLogin.LoggedOut)]
    public async Task Where_no_file_and_no_variable_tells_of_a_login_the_program_is_asked(string answer, AgentLogin login)
    {
        WriteProgram("codex", $"[ \"$1 $2\" = 'login status' ] && {answer}; echo codex-cli 0.169.0");

        var codex = await FindAsync(AgentKinds.Codex);

        Assert.Equal(login, codex.Login);
        Assert.Equal("codex login", codex.LoginCommand);
        Assert.Equal(login == AgentLogin.LoggedOut, codex.NextStep is not null);
    }

    [Fact]
    public async Task A_file_with_a_login_is_evidence_enough_and_is_not_opened()
    {
        WriteProgram("codex", "[ \"$1\" = login ] && exit 1; echo codex-cli 0.169.0");
        var login = Path.Combine(_folder.Folder("home", ".codex"), "auth.json");
        await File.WriteAllTextAsync(login, "{}", Cancelled);
        File.SetUnixFileMode(login, UnixFileMode.None);

        Assert.Equal(AgentLogin.LoggedIn, (await FindAsync(AgentKinds.Codex)).Login);
    }

    [Fact]
    public async Task The_demo_agent_needs_nothing()
    {
        var demo = await FindAsync(AgentKinds.Demo);

        Assert.Equal((true, "9.9.9", AgentLogin.NotNeeded), (demo.Installed, demo.Version, demo.Login));
        Assert.Null(demo.InstallCommand);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<AgentView> FindAsync(string kind, bool fresh = false) =>
        (await _prober.ProbeAsync(fresh, [], Cancelled)).Single(agent => agent.Kind == kind);

    private int Asked() => File.ReadAllLines(_folder.At("asked")).Length;

    private void WriteProgram(string name, string script)
    {
        var path = Path.Combine(_folder.Folder("bin"), name);
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
