using Homeport.Platform.Processes;

namespace Homeport.Platform.Tests.Processes;

public sealed class EnvironmentAllowListTests
{
    private static readonly Dictionary<string, string> Nothing = [];

    [Fact]
    public void Only_listed_names_pass()
    {
        var parent = new Dictionary<string, string>
        {
            ["PATH"] = "/bin",
            ["HOME"] = "/h",
            ["LC_ALL"] = "C",
            ["XDG_CACHE_HOME"] = "/c",
            ["https_proxy"] = "p",
            ["AWS_SECRET_ACCESS_KEY"] = "s",
            ["LD_PRELOAD"] = "x",
            ["GIT_DIR"] = "y",
            ["DOTNET_ROOT"] = "z",
            ["path"] = "no",
        };

        var child = EnvironmentAllowList.Usual.Build(parent, Nothing);

        Assert.Equal(["HOME", "LC_ALL", "PATH", "XDG_CACHE_HOME", "https_proxy"], child.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_caller_can_name_more()
    {
        var parent = new Dictionary<string, string> { ["ANTHROPIC_API_KEY"] = "k", ["CODEX_HOME"] = "c", ["OTHER"] = "o" };

        var child = EnvironmentAllowList.Usual.With(["CODEX_HOME"], ["ANTHROPIC_"]).Build(parent, Nothing);

        Assert.Equal(["ANTHROPIC_API_KEY", "CODEX_HOME"], child.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_addition_wins_over_the_parent()
    {
        var child = EnvironmentAllowList.Usual.Build(
            new Dictionary<string, string> { ["TERM"] = "dumb" }, new Dictionary<string, string> { ["TERM"] = "xterm", ["MY_KEY"] = "1" });

        Assert.Equal(("xterm", "1"), (child["TERM"], child["MY_KEY"]));
    }

    [Theory]
    [InlineData("PATH")]
    [InlineData("Path")]
    [InlineData("LD_PRELOAD")]
    [InlineData("LD_LIBRARY_PATH")]
    [InlineData("DYLD_INSERT_LIBRARIES")]
    [InlineData("DOTNET_STARTUP_HOOKS")]
    [InlineData("NODE_OPTIONS")]
    [InlineData("GIT_SSH_COMMAND")]
    [InlineData("BASH_ENV")]
    [InlineData("BASH_FUNC_ls%%")]
    [InlineData("PYTHONSTARTUP")]
    [InlineData("HOMEPORT_OWNER")]
    [InlineData("")]
    [InlineData("A=B")]
    public void An_addition_that_changes_how_programs_load_is_refused(string name)
    {
        var error = Assert.Throws<EnvironmentRefusedException>(
            () => EnvironmentAllowList.Usual.Build(Nothing, new Dictionary<string, string> { [name] = "1", ["FINE"] = "2" }));

        Assert.Equal([name], error.Names);
    }
}
