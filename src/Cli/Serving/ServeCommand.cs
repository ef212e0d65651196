using System.CommandLine;
using System.Globalization;
using Homeport.Host;
using Homeport.Host.Access;

namespace Homeport.Cli.Serving;

/// <summary><c>homeport</c> and <c>homeport serve</c>.</summary>
internal static class ServeCommand
{
    private static readonly Option<int?> Port = new("--port", "-p")
    {
        Description = $"The port on 127.0.0.1 and ::1 (default: $HOMEPORT_PORT, $PORT, else {HostOptions.DefaultPort}; 0 = any free one).",
        HelpName = "NUMBER",
    };

    private static readonly Option<string> Auth = new Option<string>("--auth")
    {
        Description = "Whether programs and pages must log in. 'none' trusts everybody on this machine.",
        DefaultValueFactory = _ => "token",
    }.AcceptOnlyFromAmong("token", "none");

    private static readonly Option<string?> Web = new("--web") { Description = "The built web client (default: found beside the program).", HelpName = "FOLDER" };

    private static readonly Option<string?> Address = new("--address")
    {
        Description = "Listen on this address instead of loopback; needs --behind-proxy.",
        HelpName = "ADDRESS",
    };

    private static readonly Option<bool> BehindProxy = new("--behind-proxy") { Description = "A proxy that speaks TLS stands in front." };

    private static readonly Option<string[]> PublicName = new("--public-name")
    {
        Description = "A host name under which the proxy shows Homeport; may be repeated.",
        HelpName = "NAME",
    };

    private static readonly Option<string[]> Allow = new("--allow")
    {
        Description = "A folder outside of your home in which repositories may lie; may be repeated (default: $HOMEPORT_ALLOW, parted by colons).",
        HelpName = "FOLDER",
    };

    private static readonly Option<bool> SingleProcess = new("--single-process")
    {
        Description = "Run the worker in this process instead of beside it; a restart then interrupts agents.",
    };

    private static readonly Option<bool> Open = new("--open") { Description = "Open the browser when ready." };
    private static readonly Option<bool> NoOpen = new("--no-open") { Description = "Do not open the browser." };

    /// <summary>Without a subcommand: serve and open, or open what already runs.</summary>
    public static RootCommand CreateRoot(Surroundings surroundings)
    {
        var root = new RootCommand("Homeport runs AI coding agents on your own repositories, each in its own worktree, and shows you what they do.");
        AddOptions(root, NoOpen);
        root.Options.Add(CommandOptions.Json);
        root.SetAction((parsed, cancellationToken) => RunAsync(surroundings, parsed, !parsed.GetValue(NoOpen), parsed.GetValue(CommandOptions.Json), cancellationToken));
        return root;
    }

    public static Command Create(Surroundings surroundings)
    {
        var command = new Command("serve", "Run Homeport until it is stopped.");
        AddOptions(command, Open);
        command.Options.Add(NoOpen);
        command.SetAction((parsed, cancellationToken) => RunAsync(
            surroundings, parsed, parsed.GetValue(Open) && !parsed.GetValue(NoOpen), isJson: false, cancellationToken));
        return command;
    }

    private static void AddOptions(Command command, Option<bool> opening)
    {
        foreach (var option in (Option[])[Port, CommandOptions.Root, Auth, Web, Allow, SingleProcess, opening, Address, BehindProxy, PublicName])
        {
            command.Options.Add(option);
        }
    }

    private static Task<int> RunAsync(
        Surroundings surroundings, ParseResult parsed, bool opens, bool isJson, CancellationToken cancellationToken) =>
        CommandOptions.RunAsync(
            surroundings, isJson,
            printer => new Serve(surroundings, printer).RunAsync(Read(surroundings, parsed, opens), cancellationToken));

    private static ServeSettings Read(Surroundings surroundings, ParseResult parsed, bool opens) => new()
    {
        Root = DataFolder.Resolve(parsed.GetValue(CommandOptions.Root), surroundings),
        Port = parsed.GetValue(Port) ?? PortOf(surroundings, "HOMEPORT_PORT") ?? PortOf(surroundings, "PORT") ?? HostOptions.DefaultPort,
        Auth = parsed.GetValue(Auth) == "none" ? AuthMode.None : AuthMode.Token,
        Address = parsed.GetValue(Address) ?? surroundings.Variable("HOMEPORT_ADDRESS"),
        BehindProxy = parsed.GetValue(BehindProxy),
        PublicNames = parsed.GetValue(PublicName) is { Length: > 0 } names
            ? names
            : surroundings.Variable("HOMEPORT_PUBLIC_NAMES")?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [],
        WebFolder = FindWeb(surroundings, parsed),
        StoreConnection = surroundings.Variable("HOMEPORT_STORE"),
        DiskReserve = ByteCount.Read(surroundings, "HOMEPORT_DISK_RESERVE"),
        AllowedFolders = AllowedFolders(surroundings, parsed),
        SingleProcess = parsed.GetValue(SingleProcess),
        Opens = opens,
    };

    private static string[] AllowedFolders(Surroundings surroundings, ParseResult parsed)
    {
        var named = parsed.GetValue(Allow) is { Length: > 0 } flags
            ? flags
            : surroundings.Variable("HOMEPORT_ALLOW")?.Split(':', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        var folders = named.Select(folder => Path.GetFullPath(folder, surroundings.CurrentFolder)).ToArray();
        return folders.FirstOrDefault(folder => !Directory.Exists(folder)) is { } missing
            ? throw CommandException.Usage($"There is no folder {missing} to allow. Correct --allow (or HOMEPORT_ALLOW).")
            : folders;
    }

    private static string? FindWeb(Surroundings surroundings, ParseResult parsed)
    {
        if (parsed.GetValue(Web) is not { } named)
        {
            return WebFolder.Find(AppContext.BaseDirectory);
        }

        var folder = Path.GetFullPath(named, surroundings.CurrentFolder);
        return WebFolder.IsClient(folder)
            ? folder
            : throw CommandException.Usage($"There is no web client in {folder}: it has no index.html. Build it with 'make web/dist/index.html', or leave --web out.");
    }

    private static int? PortOf(Surroundings surroundings, string name) =>
        surroundings.Variable(name) is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port
        : throw CommandException.Usage($"{name} is '{text}', which is no port. Set it to a number from 0 to 65535, or unset it.");
}
