using Homeport.Agents.Acp;
using Homeport.Agents.Tests.Playback;
using Homeport.Protocol.Agents;
using Homeport.Protocol.Tasks;

namespace Homeport.Agents.Tests.Acp;

/// <summary>What sets the agents apart, by version.</summary>
public sealed class AcpDialectTests
{
    public static TheoryData<string> Kinds => [.. AcpDialects.Named.Select(dialect => dialect.Kind)];

    [Theory]
    [InlineData(AgentKinds.Gemini, "0.61.0", "--acp")]
    [InlineData(AgentKinds.Gemini, "0.33.0", "--acp")]
    [InlineData(AgentKinds.Gemini, "0.32.1", "--experimental-acp")]
    [InlineData(AgentKinds.Gemini, null, "--acp")]
    [InlineData(AgentKinds.Qwen, "0.24.4", "--acp --approval-mode default")]
    [InlineData(AgentKinds.Qwen, "0.6.1", "--experimental-acp")]
    [InlineData(AgentKinds.Opencode, "1.18.33", "acp")]
    [InlineData(AgentKinds.Kilo, "7.7.7", "acp")]
    [InlineData(AgentKinds.Cline, "3.0.65", "--acp --auto-approve false")]
    [InlineData(AgentKinds.Copilot, "1.0.102", "--acp --no-auto-update")]
    [InlineData(AgentKinds.Goose, "1.50.1", "acp")]
    [InlineData(AgentKinds.Droid, "0.215.0", "exec --output-format acp")]
    [InlineData(AgentKinds.Pi, "0.73.1", "")]
    public void A_version_is_started_in_its_own_way(string kind, string? version, string arguments) => Assert.Equal(
        arguments,
        string.Join(' ', AgentCatalog.Find(kind)!.CreateLaunch(Stage.Session with { AgentVersion = version, Model = null }).Arguments));

    [Theory, MemberData(nameof(Kinds))]
    public void A_quirk_has_a_version_in_which_it_is_over(string kind)
    {
        var dialect = AcpDialects.Named.Single(dialect => dialect.Kind == kind);

        Assert.All(dialect.Quirks, quirk => Assert.NotNull(quirk.Versions.Until));
        Assert.Equal(dialect.Arguments, dialect.For(null).Arguments);
        Assert.Equal(dialect.Probe, dialect.For("0.0.1").Probe);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void An_agent_that_by_itself_asks_for_nothing_is_told_to_ask_or_is_not_held_to_a_mode_that_asks(string kind)
    {
        var adapter = AgentCatalog.Find(kind)!;
        var launch = adapter.CreateLaunch(Stage.Session);
        string[] told = ["OPENCODE_PERMISSION", "KILO_PERMISSION", "GOOSE_MODE"];

        if (kind is AgentKinds.Opencode or AgentKinds.Kilo or AgentKinds.Goose)
        {
            Assert.Contains(launch.Environment, pair => told.Contains(pair.Key));
        }

        Assert.Equal(adapter.Capabilities.Approvals == false, adapter.Modes is [PermissionMode.Bypass]);
    }

    [Theory]
    [InlineData(AgentKinds.Goose, "1.7.9", true)]
    [InlineData(AgentKinds.Goose, "1.8.0", false)]
    [InlineData(AgentKinds.Gemini, "0.1.12", true)]
    [InlineData(AgentKinds.Gemini, null, false)]
    public void A_version_that_cannot_speak_the_protocol_is_too_old(string kind, string? version, bool isTooOld) =>
        Assert.Equal(isTooOld, AgentCatalog.Find(kind)!.Probe.IsTooOld(version));
}
