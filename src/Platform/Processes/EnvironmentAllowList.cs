namespace Homeport.Platform.Processes;

/// <summary>
/// Builds the environment of a child from ours: what a program needs to find its tools, its home and its network, and
/// nothing else, so that our own secrets and settings do not leak into what an agent runs.
/// </summary>
public sealed class EnvironmentAllowList
{
    private static readonly string[] UsualNames =
    [
        "PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "TERM", "COLORTERM", "TMPDIR", "TZ", "SSH_AUTH_SOCK",
        "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "no_proxy", "all_proxy",
    ];

    private static readonly string[] UsualPrefixes = ["LC_", "XDG_"];

    /// <summary>Names by which an addition would decide what code a program loads, or what we believe about it.</summary>
    private static readonly string[] LoadingNames =
    [
        "PATH", "ENV", "IFS", "PS4", "SHELLOPTS", "BASHOPTS", "BASH_ENV", "PROMPT_COMMAND", "ZDOTDIR", "LESSOPEN", "LESSCLOSE",
        "NODE_OPTIONS", "NODE_PATH", "NODE_REPL_EXTERNAL_MODULE", "PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "PYTHONUSERBASE",
        "PERL5LIB", "PERL5OPT", "PERL5DB", "PERLLIB", "RUBYOPT", "RUBYLIB", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS",
        "GCONV_PATH", "LOCPATH", "GLIBC_TUNABLES", "SSH_ASKPASS", "BUN_OPTIONS", "DENO_DIR",
    ];

    private static readonly string[] LoadingPrefixes =
        ["LD_", "DYLD_", "DOTNET_", "CORECLR_", "COMPLUS_", "GIT_", "BASH_FUNC_", "NPM_CONFIG_", "HOMEPORT_"];

    private readonly HashSet<string> _names;
    private readonly string[] _prefixes;

    private EnvironmentAllowList(IEnumerable<string> names, IEnumerable<string> prefixes) =>
        (_names, _prefixes) = (new HashSet<string>(names, StringComparer.Ordinal), [.. prefixes]);

    /// <summary>Path, home, user, language, terminal, time zone, temporary folder, SSH agent, XDG folders and proxies.</summary>
    public static EnvironmentAllowList Usual { get; } = new(UsualNames, UsualPrefixes);

    /// <summary>Would a value under this name change how programs load? Such an addition is refused.</summary>
    public static bool IsRefused(string name) =>
        LoadingNames.Contains(name, StringComparer.OrdinalIgnoreCase)
        || LoadingPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
        || name.Length == 0 || name.AsSpan().ContainsAny('=', '\0');

    /// <summary>Does a child get this variable of ours?</summary>
    public bool LetsThrough(string name) =>
        _names.Contains(name) || _prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>Also lets these through from our environment; the caller vouches for them.</summary>
    /// <param name="names">Exact names.</param>
    /// <param name="prefixes">Beginnings of names, such as <c>ANTHROPIC_</c>.</param>
    public EnvironmentAllowList With(IEnumerable<string> names, IEnumerable<string> prefixes) =>
        new(_names.Concat(names), _prefixes.Concat(prefixes));

    /// <summary>What the list lets through of <paramref name="parent"/>, overlaid with <paramref name="additions"/>.</summary>
    /// <exception cref="EnvironmentRefusedException">An addition has a name for which <see cref="IsRefused"/> holds.</exception>
    public Dictionary<string, string> Build(
        IReadOnlyDictionary<string, string> parent, IReadOnlyDictionary<string, string> additions)
    {
        var refused = additions.Keys.Where(IsRefused).Order(StringComparer.Ordinal).ToArray();
        if (refused.Length > 0)
        {
            throw new EnvironmentRefusedException(refused);
        }

        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in parent)
        {
            if (LetsThrough(name))
            {
                environment[name] = value;
            }
        }

        foreach (var (name, value) in additions)
        {
            environment[name] = value;
        }

        return environment;
    }
}

/// <summary>Somebody wanted to hand a program a variable that changes how programs load.</summary>
public sealed class EnvironmentRefusedException(IReadOnlyList<string> names) : Exception(
    $"These environment variables change how programs load and are refused: {string.Join(", ", names)}. Remove them, or set them in your own shell's profile.")
{
    public IReadOnlyList<string> Names { get; } = names;
}
