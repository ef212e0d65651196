using Homeport.Agents.Tests.Playback;
using Homeport.Protocol.Agents;
using Homeport.Protocol.Tasks;

namespace Homeport.Agents.Tests;

public sealed class AdapterTests
{
    public static TheoryData<string> Kinds => [.. AgentCatalog.All.Select(adapter => adapter.Kind)];

    [Fact]
    public void The_catalog_has_every_kind_once() => Assert.Equal(
        [
            AgentKinds.Acp, AgentKinds.Aider, AgentKinds.Amp, AgentKinds.ClaudeCode, AgentKinds.Cline, AgentKinds.Codex, AgentKinds.Copilot, AgentKinds.Demo,
            AgentKinds.Droid, AgentKinds.Gemini, AgentKinds.Goose, AgentKinds.Kilo, AgentKinds.Opencode, AgentKinds.Pi, AgentKinds.Qwen,
            AgentKinds.Terminal, AgentKinds.AiderTerminal,
        ],
        AgentCatalog.All.Select(adapter => adapter.Kind).Order(StringComparer.Ordinal));

    [Fact]
    public void An_unknown_kind_is_not_found() => Assert.Null(AgentCatalog.Find("hal_9000"));

    [Theory, MemberData(nameof(Kinds))]
    public void Every_agent_has_a_name_a_plate_and_a_way_to_start(string kind)
    {
        var adapter = AgentCatalog.Find(kind)!;
        var launch = adapter.CreateLaunch(Stage.Session with { ExecutablePath = "/opt/agent", Command = kind is AgentKinds.Acp or AgentKinds.Terminal ? ["/opt/agent", "acp"] : null });

        Assert.Equal(2, adapter.Plate.Length);
        Assert.NotEmpty(adapter.Name);
        Assert.NotEmpty(adapter.Modes);
        Assert.Equal("/opt/agent", launch.Program);
        Assert.True(kind is AgentKinds.Demo or AgentKinds.Acp or AgentKinds.Terminal || adapter.Probe is { Executables.Count: > 0, InstallStep: not null, LoginCommand: not null, LoginStep: not null });
        Assert.All(launch.InheritedEnvironment, name => Assert.NotEqual("*", name));
    }

    [Fact]
    public void The_demo_agent_is_homeport_itself() => Assert.Equal(
        (null, "demo-agent"),
        (AgentCatalog.Find(AgentKinds.Demo)!.CreateLaunch(Stage.Session).Program, AgentCatalog.Find(AgentKinds.Demo)!.CreateLaunch(Stage.Session).Arguments[0]));

    [Fact]
    public void What_a_person_names_can_never_be_an_option_of_its_own()
    {
        var launch = AgentCatalog.Find(AgentKinds.ClaudeCode)!.CreateLaunch(
            Stage.Session with { Model = "--dangerously-skip-permissions", NativeSessionId = "-x" });

        Assert.DoesNotContain("--dangerously-skip-permissions", launch.Arguments);
        Assert.Contains("--model=--dangerously-skip-permissions", launch.Arguments);
        Assert.Contains("--resume=-x", launch.Arguments);
    }

    [Fact]
    public void Skipping_permissions_is_possible_only_where_it_is_wanted()
    {
        var adapter = AgentCatalog.Find(AgentKinds.ClaudeCode)!;

        Assert.DoesNotContain("--allow-dangerously-skip-permissions", adapter.CreateLaunch(Stage.Session).Arguments);
        Assert.Contains(
            "--allow-dangerously-skip-permissions", adapter.CreateLaunch(Stage.Session with { PermissionMode = PermissionMode.Bypass }).Arguments);
    }

    [Fact]
    public void Opencode_is_told_to_ask() => Assert.Contains(
        "\"edit\":\"ask\"", AgentCatalog.Find(AgentKinds.Opencode)!.CreateLaunch(Stage.Session).Environment["OPENCODE_PERMISSION"], StringComparison.Ordinal);

    [Fact]
    public void An_acp_agent_without_a_command_cannot_start() =>
        Assert.Throws<ArgumentException>(() => AgentCatalog.Find(AgentKinds.Acp)!.CreateLaunch(Stage.Session));

    [Theory]
    [InlineData("2.1.328 (Claude Code)", "2.1.328")]
    [InlineData("codex-cli 0.169.0\n", "0.169.0")]
    [InlineData("v1.2.3-beta.4", "1.2.3-beta.4")]
    [InlineData("no number here", null)]
    public void A_version_is_found_in_what_is_printed(string output, string? version) =>
        Assert.Equal(version, AgentProbe.ParseVersion(output));

    [Theory]
    [InlineData("ANTHROPIC_API_KEY", "x", null, AgentLogin.LoggedIn)]
    [InlineData("ANTHROPIC_API_KEY", "", null, AgentLogin.LoggedOut)]
    [InlineData("OTHER", "x", "/home/u/.claude/.credentials.json", AgentLogin.LoggedIn)]
    [InlineData("CLAUDE_CONFIG_DIR", "/cfg", "/cfg/.credentials.json", AgentLogin.LoggedIn)]
    [InlineData("CLAUDE_CONFIG_DIR", "/cfg", "/home/u/.claude/.credentials.json", AgentLogin.LoggedOut)]
    public void A_login_is_judged_by_variables_and_by_which_files_exist(string variable, string value, string? file, AgentLogin login)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere the login may lie in a keychain.");
        var probe = AgentCatalog.Find(AgentKinds.ClaudeCode)!.Probe;

        Assert.Equal(login, probe.JudgeLogin(name => name == variable ? value : null, "/home/u", path => path == file));
    }
}
