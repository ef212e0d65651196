using System.Text.RegularExpressions;
using Homeport.Cli.Tests.Harness;
using Homeport.Testing.Files;

namespace Homeport.Cli.Tests;

public sealed class UsageTests : IDisposable
{
    private readonly CommandLine _shell = new();

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData("nonsense")]
    [InlineData("serve --port eighty")]
    [InlineData("serve --auth maybe")]
    [InlineData("task")]
    [InlineData("task show")]
    [InlineData("task merge abcd --strategy sideways")]
    [InlineData("task approve abcd --allow --deny")]
    [InlineData("approvals answer abcd")]
    [InlineData("approvals answer abcd --allow --deny")]
    [InlineData("approvals answer abcd --always --prefix a --exact b")]
    [InlineData("rules add maybe --tool shell")]
    [InlineData("rules list --task abcd --everywhere")]
    [InlineData("race keep abcd")]
    [InlineData("completion fish")]
    public async Task A_line_that_makes_no_sense_ends_with_2_and_points_at_the_help(string line)
    {
        var run = await _shell.RunAsync(line.Split(' '));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--help", run.Errors, StringComparison.Ordinal);
        Assert.Equal("", run.Output);
    }

    [Fact]
    public async Task Every_command_has_help_and_is_in_the_documentation()
    {
        var text = await File.ReadAllTextAsync(SourceTree.At("docs", "cli.md"), TestContext.Current.CancellationToken);
        string[] commands =
        [
            "serve", "open", "stop", "status", "task create", "task list", "task show", "task start", "task prompt", "task approve",
            "approvals list", "approvals answer", "race start", "race list", "race show", "race verify", "race keep", "race off", "rules list", "rules add", "rules remove", "rules test", "task wait", "task diff", "task merge", "task stop", "logs", "call", "doctor", "diagnostics", "demo-agent", "openapi", "typescript",
            "completion", "version",
        ];
        foreach (var command in commands)
        {
            var help = await _shell.RunAsync([.. command.Split(' '), "--help"]);
            Assert.Equal(0, help.ExitCode);
            Assert.Contains($"homeport {command}", text, StringComparison.Ordinal);
            foreach (var flag in Flags(help.Output))
            {
                Assert.True(text.Contains(flag, StringComparison.Ordinal), $"docs/cli.md does not tell of {flag} of '{command}'");
            }
        }
    }

    [Theory, InlineData("ba", "", "serve open stop status task approvals rules logs call doctor"), InlineData("ba", "task m", "merge"), InlineData("ba", "task merge --strategy s", "squash")]
    public async Task Bash_completes_commands_flags_and_their_values(string shell, string typed, string expected)
    {
        var words = $"homeport {typed}".Split(' ');
        var run = await _shell.ShellAsync(
            $$"""
            set -eu
            source <('{{CommandLine.Program}}' completion {{shell}}sh)
            COMP_WORDS=({{string.Join(' ', words.Select(word => $"'{word}'"))}})
            COMP_CWORD={{words.Length - 1}}
            _homeport
            printf '%s\n' "${COMPREPLY[@]}"
            """);

        Assert.True(run.ExitCode == 0, run.Errors);
        var offered = run.Output.Split('\n');
        Assert.All(expected.Split(' '), word => Assert.Contains(word, offered));
    }

    [Fact]
    public async Task Zsh_takes_its_script()
    {
        if (!File.Exists("/usr/bin/zsh") && !File.Exists("/bin/zsh"))
        {
            Assert.Skip("zsh is not installed.");
        }

        var run = await _shell.ShellAsync($"'{CommandLine.Program}' completion zsh > script.zsh && zsh -f -c 'source ./script.zsh && (( $+functions[_homeport] ))'");

        Assert.True(run.ExitCode == 0, run.Errors);
    }

    [Fact]
    public async Task The_web_clients_types_and_the_description_are_printed_without_a_host()
    {
        var folder = _shell.Folder("types");

        Assert.Equal(0, (await _shell.RunAsync("typescript", "--out", folder)).ExitCode);
        Assert.Equal(0, (await _shell.RunAsync("typescript", "--out", folder, "--check")).ExitCode);
        await File.AppendAllTextAsync(Path.Combine(folder, "types.gen.ts"), "// changed\n", TestContext.Current.CancellationToken);
        Assert.Equal(1, (await _shell.RunAsync("typescript", "--out", folder, "--check")).ExitCode);
        var description = CommandLine.One(await _shell.RunAsync("openapi"));
        Assert.Equal("3.1.0", description["openapi"]!.GetValue<string>());
    }

    private static IEnumerable<string> Flags(string help) =>
        Regex.Matches(help, "--[a-z][a-z-]+").Select(match => match.Value).Distinct(StringComparer.Ordinal);
}
