using Homeport.Host.Backend;
using Homeport.Protocol.Agents;

namespace Homeport.Host.Tests.Backend;

public sealed class AgentChecksTests
{
    [Fact]
    public void All_that_are_not_there_are_one_line_and_no_worry_where_one_is_there()
    {
        var checks = AgentChecks.Of([Agent("codex", "/bin/codex"), Agent("qwen", null), Agent("pi", null)]);

        Assert.Equal(["agent codex", "other agents"], checks.Select(check => check.Name));
        Assert.Equal(("ok", "Not installed: qwen, pi."), (checks[1].Status, checks[1].Message));
    }

    [Fact]
    public void To_have_none_is_a_warning_that_names_one_to_install()
    {
        var check = Assert.Single(AgentChecks.Of([Agent("qwen", null)]));

        Assert.Equal(("warning", "npm install -g qwen"), (check.Status, check.Next));
    }

    [Theory]
    [InlineData(AgentLogin.LoggedOut, null, "not logged in")]
    [InlineData(AgentLogin.LoggedIn, "2.0", "needs 2.0 or newer")]
    public void What_keeps_one_from_running_is_a_warning(AgentLogin login, string? needs, string words)
    {
        var check = Assert.Single(AgentChecks.Of([Agent("codex", "/bin/codex") with { Login = login, NeedsVersion = needs }]));

        Assert.Equal("warning", check.Status);
        Assert.Contains(words, check.Message, StringComparison.Ordinal);
    }

    private static AgentView Agent(string kind, string? path) => new()
    {
        Kind = kind,
        Name = kind,
        Plate = "XX",
        Installed = path is not null,
        Version = path is null ? null : "1.0",
        Path = path,
        Login = AgentLogin.LoggedIn,
        Modes = [],
        Models = [],
        ProbedAt = DateTimeOffset.UnixEpoch,
        InstallCommand = $"npm install -g {kind}",
    };
}
