using System.CommandLine;
using System.Globalization;
using Homeport.Protocol.Services;

namespace Homeport.Cli.Sidecars;

/// <summary><c>homeport sidecar …</c>.</summary>
internal static class SidecarCommands
{
    private static readonly Option<bool> Wait = new("--wait", "-w") { Description = "Return when it runs or has failed." };

    private static readonly Option<int?> Timeout = new("--timeout")
    {
        Description = "With --wait: give up after so many seconds (exit code 5; default: 60).",
        HelpName = "SECONDS",
    };

    public static Command Create(Surroundings surroundings)
    {
        var command = new Command("sidecar", "Programs of yours that are kept running beside everything.");
        command.Subcommands.Add(Add(surroundings));
        command.Subcommands.Add(new Command("list", "List the sidecars and where each is.") { Aliases = { "ls" } }.ForHost(
            surroundings, (host, _, cancellationToken) => new ReadSidecars(host).ListAsync(cancellationToken)));
        command.Subcommands.Add(ByName("status", "Show a sidecar.", (host, name, _, token) => new ReadSidecars(host).ShowAsync(name, token)));
        command.Subcommands.Add(Running("start", "Start a sidecar and keep it running."));
        command.Subcommands.Add(Running("restart", "Stop a sidecar, where it runs, and start it as it is defined now."));
        command.Subcommands.Add(ByName(
            "stop", "Stop a sidecar with all its processes.", (host, name, _, token) => new ChangeSidecar(host).StopAsync(name, token)));
        command.Subcommands.Add(ByName(
            "remove", "Stop a sidecar and forget it with its log.", (host, name, _, token) => new ChangeSidecar(host).RemoveAsync(name, token), "rm"));
        command.Subcommands.Add(Logs(surroundings));
        return command;

        Command ByName(
            string word, string description, Func<HostCommand, string, ParseResult, CancellationToken, Task<int>> run, string? alias = null)
        {
            var name = Name();
            var one = new Command(word, description) { name };
            if (alias is not null)
            {
                one.Aliases.Add(alias);
            }

            return one.ForHost(surroundings, (host, parsed, token) => run(host, parsed.GetRequiredValue(name), parsed, token));
        }

        Command Running(string word, string description)
        {
            var one = ByName(word, description, (host, name, parsed, token) => new ChangeSidecar(host).RunAsync(word, name, Waits(parsed), token));
            one.Options.Add(Wait);
            one.Options.Add(Timeout);
            return one;
        }
    }

    private static Argument<string> Name() => new("NAME") { Description = "The sidecar's name or id." };

    private static TimeSpan? Waits(ParseResult parsed) => parsed.GetValue(Wait) ? TimeSpan.FromSeconds(parsed.GetValue(Timeout) ?? 60) : null;

    private static Command Add(Surroundings surroundings)
    {
        var name = new Argument<string>("NAME") { Description = "A name of letters, digits, points, dashes and underscores." };
        var words = new Argument<string[]>("COMMAND") { Description = "After --: the program and its arguments, which no shell reads.", Arity = ArgumentArity.ZeroOrMore };
        var shell = new Option<string?>("--shell") { Description = "Instead of COMMAND: a line that sh runs.", HelpName = "LINE" };
        var folder = new Option<string?>("--cwd") { Description = "The folder it works in (default: the current one).", HelpName = "FOLDER" };
        var environment = new Option<string[]>("--env", "-e") { Description = "A variable of its environment; repeat the flag.", HelpName = "NAME=VALUE" };
        var ready = new Option<string?>("--ready")
        {
            Description = "How it says that it is ready: none, port-line (BACKEND_PORT:4711), json-line, tcp:PORT or pid-file:PATH.",
            HelpName = "HOW",
        };
        var health = new Option<string?>("--health") { Description = "An address to look after it with, where {port} is its port; or tcp.", HelpName = "URL" };
        var restart = new Option<string?>("--restart") { Description = "When it is started again (default: on-failure).", HelpName = "WHEN" }
            .AcceptOnlyFromAmong("always", "on-failure", "never");
        var noStart = new Option<bool>("--no-start") { Description = "Do not start it now." };
        var noAuto = new Option<bool>("--no-auto-start") { Description = "Leave it stopped when Homeport is started anew after it was stopped." };
        var command = new Command("add", "Add a program and keep it running.")
        {
            name, words, shell, folder, environment, ready, health, restart, noStart, noAuto, Wait, Timeout,
        };
        return command.ForHost(surroundings, (host, parsed, cancellationToken) => new ChangeSidecar(host).AddAsync(
            new AddSidecarRequest
            {
                Name = parsed.GetRequiredValue(name),
                AutoStart = !parsed.GetValue(noAuto),
                Start = !parsed.GetValue(noStart),
                Definition = new ServiceDefinition
                {
                    Command = parsed.GetValue(shell),
                    Arguments = parsed.GetValue(words) is { Length: > 0 } given ? given : null,
                    WorkingDirectory = Path.GetFullPath(parsed.GetValue(folder) ?? ".", surroundings.CurrentFolder),
                    Environment = Variables(parsed.GetValue(environment) ?? []),
                    Discovery = Ready(parsed.GetValue(ready), surroundings),
                    Health = parsed.GetValue(health) switch { null => null, "tcp" => new ServiceHealth(), var url => new ServiceHealth { Url = url } },
                    Restart = parsed.GetValue(restart) switch
                    {
                        "always" => ServiceRestart.Always,
                        "never" => ServiceRestart.Never,
                        "on-failure" => ServiceRestart.OnFailure,
                        _ => null,
                    },
                },
            },
            Waits(parsed), cancellationToken));
    }

    private static Command Logs(Surroundings surroundings)
    {
        var name = Name();
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on as it goes on, until you press Ctrl-C." };
        var lines = new Option<int?>("--lines", "-n") { Description = "How many of the last lines, 1 to 2000 (default: 200).", HelpName = "NUMBER" };
        return new Command("logs", "Show what a sidecar wrote; with --json one line per value.") { name, follow, lines }.ForHost(
            surroundings, (host, parsed, cancellationToken) => new ShowSidecarLog(host).RunAsync(
                parsed.GetRequiredValue(name), parsed.GetValue(lines), parsed.GetValue(follow), cancellationToken));
    }

    private static Dictionary<string, string>? Variables(string[] given)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var one in given)
        {
            var sign = one.IndexOf('=', StringComparison.Ordinal);
            if (sign < 1)
            {
                throw CommandException.Usage($"'{one}' is no variable. Give --env NAME=VALUE.");
            }

            variables[one[..sign]] = one[(sign + 1)..];
        }

        return variables.Count == 0 ? null : variables;
    }

    private static ServiceDiscovery? Ready(string? how, Surroundings surroundings) => how switch
    {
        null => null,
        "none" => new ServiceDiscovery { Kind = ServiceDiscoveryKind.None },
        "port-line" => new ServiceDiscovery { Kind = ServiceDiscoveryKind.PortLine },
        "json-line" => new ServiceDiscovery { Kind = ServiceDiscoveryKind.JsonLine },
        _ when how.StartsWith("tcp:", StringComparison.Ordinal) && int.TryParse(how.AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture, out var port) =>
            new ServiceDiscovery { Kind = ServiceDiscoveryKind.Tcp, Port = port },
        _ when how.StartsWith("pid-file:", StringComparison.Ordinal) && how.Length > 9 =>
            new ServiceDiscovery { Kind = ServiceDiscoveryKind.PidFile, Path = Path.GetFullPath(how[9..], surroundings.CurrentFolder) },
        _ => throw CommandException.Usage($"'{how}' is no way to be ready. Give none, port-line, json-line, tcp:PORT or pid-file:PATH."),
    };
}
