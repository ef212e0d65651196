using Homeport.Platform.Processes;
using Homeport.Platform.Terminals;
using Homeport.Protocol;
using Homeport.Protocol.Link;
using Homeport.Worker.Sandboxes;
using Homeport.Worker.Setup;

namespace Homeport.Worker.Terminals;

/// <summary>Starts the person's own shell on a terminal, as after a login, with an allow-listed environment and marked as ours.</summary>
internal sealed class TerminalLauncher(WorkerOptions options, TimeProvider time)
{
    private static readonly string[] Fallbacks = ["/bin/bash", "/bin/zsh", "/bin/sh"];

    /// <summary>Shells that take <c>-l</c> for a login shell, which reads the person's own settings.</summary>
    private static readonly string[] WithLogin = ["bash", "zsh", "sh", "dash", "ash", "ksh", "fish"];

    /// <summary>The variable that counts first.</summary>
    private static readonly string[] Locales = ["LC_ALL", "LC_CTYPE", "LANG"];

    /// <summary>What a person's tools ask for and an agent's do not get.</summary>
    private static readonly string[] Personal = ["EDITOR", "VISUAL", "PAGER", "BROWSER", "DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "DBUS_SESSION_BUS_ADDRESS"];

    private static readonly Dictionary<string, string> Additions = new()
    {
        ["TERM"] = "xterm-256color",
        ["COLORTERM"] = "truecolor",
        ["TERM_PROGRAM"] = "homeport",
    };

    /// <exception cref="WorkerRefusedException">There is no shell, no such folder, or no terminal left.</exception>
    public (PseudoTerminal Terminal, string Shell) Start(OpenTerminalRequest request, Confinement confinement)
    {
        var environment = TaskVariables.Allowed.With(Personal, []).Build(options.Environment, new Dictionary<string, string>());
        if (request.Environment is { } task)
        {
            TaskVariables.Add(environment, task);
        }

        AddVariables(environment);

        var shell = confinement.HasOurPrograms ? ShellOf(environment) : "/bin/sh";
        environment["SHELL"] = shell;
        string[] ofImage = ["-c", "command -v bash >/dev/null && exec bash -l; exec sh -l"];
        var start = new ProcessStart
        {
            FileName = shell,
            Arguments = !confinement.HasOurPrograms ? ofImage : WithLogin.Contains(Path.GetFileName(shell)) ? ["-l"] : [],
            WorkingDirectory = request.WorkingDirectory,
            Environment = environment,
            Owner = options.Marker,
            Role = new ProcessRole(ProcessKind.Terminal, request.TerminalId, request.TaskId),
        };
        try
        {
            return (PseudoTerminal.Start(confinement.Apply(start, hasTerminal: true), new TerminalSize(request.Columns, request.Rows).Clamped(), time), shell);
        }
        catch (Exception failed) when (failed is ProcessStartException or IOException)
        {
            throw new WorkerRefusedException(ErrorCodes.Unavailable, $"The terminal was not opened. {failed.Message}");
        }
    }

    /// <summary>What a program in a terminal must know of it; what it has of its own is replaced.</summary>
    public static void AddVariables(Dictionary<string, string> environment)
    {
        foreach (var (name, value) in Additions)
        {
            environment[name] = value;
        }

        if (!HasUtf8(environment))
        {
            environment.Remove("LC_ALL");
            environment["LANG"] = "C.UTF-8";
        }
    }

    private static string ShellOf(Dictionary<string, string> environment) =>
        environment.TryGetValue("SHELL", out var own) && Path.IsPathFullyQualified(own) && File.Exists(own)
            ? own
            : Array.Find(Fallbacks, File.Exists)
                ?? throw new WorkerRefusedException(ErrorCodes.Unavailable, "There is no shell on this machine. Install bash, or set SHELL.");

    private static bool HasUtf8(Dictionary<string, string> environment)
    {
        var locale = Locales
            .Select(name => environment.GetValueOrDefault(name)).FirstOrDefault(value => !string.IsNullOrEmpty(value)) ?? "";
        return locale.EndsWith("UTF-8", StringComparison.OrdinalIgnoreCase) || locale.EndsWith("utf8", StringComparison.OrdinalIgnoreCase);
    }
}
