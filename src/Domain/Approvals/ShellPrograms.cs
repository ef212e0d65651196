namespace Homeport.Domain.Approvals;

/// <summary>What is known of programs that run other programs. The lists may be incomplete: they only make patterns narrower.</summary>
internal static class ShellPrograms
{
    private static readonly HashSet<string> Shells = Set("sh bash dash zsh ksh ash fish csh tcsh mksh yash pwsh powershell cmd cmd.exe");

    private static readonly HashSet<string> Interpreters = Set(
        "node nodejs perl ruby php lua luajit awk gawk mawk nawk deno bun osascript tclsh expect Rscript julia groovy scala irb npx bunx uvx pipx pnpx");

    private static readonly HashSet<string> Wrappers = Set(
        "sudo doas su runuser pkexec env command exec builtin nohup nice ionice time timeout stdbuf setsid setarch xargs parallel watch eval " +
        "busybox toybox ssh chroot unshare nsenter strace ltrace gdb script flock caffeinate taskset chrt systemd-run start-stop-daemon " +
        "entr at batch crontab coproc trap source . gtimeout genv gxargs firejail bwrap rlwrap unbuffer dbus-run-session proxychains");

    /// <summary>What changes the meaning of the commands after it, in the same shell.</summary>
    private static readonly HashSet<string> Changers = Set(
        "alias unalias export declare typeset local readonly set unset shopt setopt unsetopt hash rehash enable disable read readarray mapfile " +
        "getopts let printf source . eval exec trap builtin command umask ulimit bind zmodload autoload functions fc history wait test [");

    private static readonly HashSet<string> Movers = Set("cd pushd popd chdir");

    /// <summary>Arguments of <c>find</c> that run, delete or write.</summary>
    private static readonly HashSet<string> FindActions = Set("-exec -execdir -ok -okdir -delete -fls -fprint -fprint0 -fprintf");

    public static bool IsShell(string program) => Shells.Contains(NameOf(program));

    /// <summary>It runs what its arguments name.</summary>
    public static bool IsWrapper(string program) => Wrappers.Contains(NameOf(program));

    /// <summary>It runs a program text: from a file, an argument or its input.</summary>
    public static bool IsInterpreter(string program)
    {
        var name = NameOf(program);
        return Shells.Contains(name) || Interpreters.Contains(name) || name.StartsWith("python", StringComparison.OrdinalIgnoreCase) ||
            name.StartsWith("pypy", StringComparison.OrdinalIgnoreCase);
    }

    public static bool ChangesLaterCommands(string program) => Changers.Contains(NameOf(program));

    public static bool ChangesFolder(string program) => Movers.Contains(NameOf(program));

    /// <summary>An argument that no star stands for: it does another thing than the words before it say.</summary>
    public static bool IsAction(string program, string argument) => NameOf(program) is "find" or "gfind" or "fd" or "fdfind"
        ? FindActions.Contains(argument) || argument is "-x" or "-X" or "--exec" or "--exec-batch"
        : NameOf(program) is "git" && argument is "-c" or "--config-env" or "--exec-path";

    /// <summary>The last step of a path: <c>/bin/rm</c> is <c>rm</c>.</summary>
    public static string NameOf(string program) => program[(program.LastIndexOf('/') + 1)..];

    private static HashSet<string> Set(string words) => new(words.Split(' '), StringComparer.OrdinalIgnoreCase);
}
