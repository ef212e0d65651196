using System.CommandLine;
using Homeport.Protocol.Mcp;

namespace Homeport.Cli.Mcp;

/// <summary><c>homeport mcp server …</c>.</summary>
internal static class McpCommands
{
    private static readonly Option<string?> Project = new("--project", "-p")
    {
        Description = "Of this project, by name or id (default: for all projects).",
        HelpName = "PROJECT",
    };

    public static Command Create(Surroundings surroundings)
    {
        var server = new Command("server", "Servers that agents are given with their sessions.");
        server.Subcommands.Add(Add(surroundings));
        var everywhere = new Option<bool>("--all") { Description = "Of all projects." };
        server.Subcommands.Add(new Command("list", "List the servers: those for all projects, and those of a project.") { Project, everywhere }.ForHost(
            surroundings, (host, parsed, token) => new ReadMcpServers(host).ListAsync(parsed.GetValue(Project), parsed.GetValue(everywhere), token)));
        server.Subcommands.Add(ByName(
            "show", "Show a server: what runs, which files, and the names of its values.", (host, name, project, token) => new ReadMcpServers(host).ShowAsync(name, project, token)));
        server.Subcommands.Add(ByName(
            "enable", "Switch a server on, exactly as 'show' shows it.", (host, name, project, token) => new ChangeMcpServers(host).EnableAsync(name, project, token)));
        server.Subcommands.Add(ByName(
            "disable", "Switch a server off.", (host, name, project, token) => new ChangeMcpServers(host).DisableAsync(name, project, token)));
        server.Subcommands.Add(ByName(
            "remove", "Forget a server with its values.", (host, name, project, token) => new ChangeMcpServers(host).RemoveAsync(name, project, token)));
        var command = new Command("mcp", "The Model Context Protocol.");
        command.Subcommands.Add(server);
        return command;

        Command ByName(string word, string description, Func<HostCommand, string, string?, CancellationToken, Task<int>> run)
        {
            var name = new Argument<string>("NAME") { Description = "The server's name or id." };
            return new Command(word, description) { name, Project }.ForHost(
                surroundings, (host, parsed, token) => run(host, parsed.GetRequiredValue(name), parsed.GetValue(Project), token));
        }
    }

    private static Command Add(Surroundings surroundings)
    {
        var name = new Argument<string>("NAME") { Description = "A name of letters, digits, dashes and underscores." };
        var words = new Argument<string[]>("COMMAND")
        {
            Description = "After --: the program and its arguments, which no shell reads.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var url = new Option<string?>("--url") { Description = "Instead of COMMAND: the server's address.", HelpName = "URL" };
        var sse = new Option<bool>("--sse") { Description = "The address speaks the older way, by server-sent events." };
        var environment = new Option<string[]>("--env", "-e")
        {
            Description = "A variable of the program; without a value it is taken from your own environment, so that it stands on no command line. Repeat the flag.",
            HelpName = "NAME[=VALUE]",
        };
        var headers = new Option<string[]>("--header") { Description = "A header of the address: 'NAME: VALUE', or NAME=$VARIABLE to take it from your environment. Repeat the flag.", HelpName = "HEADER" };
        var enable = new Option<bool>("--enable") { Description = "Switch it on as well, as it is now." };
        return new Command("add", "Write a server down. It is off until it is switched on.") { name, words, url, sse, environment, headers, Project, enable }.ForHost(
            surroundings, (host, parsed, token) => new ChangeMcpServers(host).AddAsync(
                new AddMcpServerRequest
                {
                    Name = parsed.GetRequiredValue(name),
                    Command = parsed.GetValue(words) is { Length: > 0 } given ? given : null,
                    Url = parsed.GetValue(url),
                    Transport = parsed.GetValue(sse) ? McpTransport.Sse : null,
                    Environment = McpWords.Variables(parsed.GetValue(environment) ?? [], surroundings),
                    Headers = McpWords.Headers(parsed.GetValue(headers) ?? [], surroundings),
                },
                parsed.GetValue(Project), parsed.GetValue(enable), token));
    }
}
