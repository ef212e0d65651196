using Homeport.Protocol.Agents;
using Homeport.Protocol.Tasks;

namespace Homeport.Agents.Aider;

/// <summary>
/// Aider by <c>--message-file</c>, one process for each turn, with options as its documentation lists them. It edits and
/// commits by itself; shell commands are not offered, so that nothing is run which nobody allowed. Its chat history lies in
/// the worktree, where the next turn finds it.
/// </summary>
internal sealed class AiderAdapter : IAgentAdapter
{
    public const string DisplayName = "Aider";
    public const string LogInStep = "Set the key of your provider, such as ANTHROPIC_API_KEY, or write it to ~/.aider.conf.yml.";

    public string Kind => AgentKinds.Aider;
    public string Name => DisplayName;
    public string Plate => "AI";
    public IReadOnlyList<PermissionMode> Modes { get; } = [PermissionMode.Plan, PermissionMode.AcceptEdits];
    public IReadOnlyList<string> Models { get; } = ["sonnet", "opus", "gpt-4o", "deepseek"];

    public AgentCapabilities Capabilities { get; } = new()
    {
        Approvals = false,
        Steer = false,
        Rewind = false,
        Fork = false,
        Resume = true,
        Images = false,
        EmbeddedContext = false,
        Modes = true,
        Models = true,
        SlashCommands = false,
        Mcp = false,
        Plans = false,
        Usage = true,
        Compact = false,
    };

    public AgentProbe Probe { get; } = new()
    {
        Executables = ["aider"],
        OldestVersion = "0.61",
        InstallStep = "python -m pip install aider-install && aider-install",
        LoginEnvironment = KnownEnvironment.ProviderKeys,
        LoginFiles = [new("", ".aider.conf.yml"), new(".aider", "oauth-keys.env")],
        LoginCommand = "aider",
        LoginStep = LogInStep,
    };

    public AgentLaunch CreateLaunch(AgentSessionSpec spec)
    {
        List<string> arguments =
        [
            "--message-file", "/dev/stdin", "--yes-always", "--no-pretty", "--no-fancy-input", "--no-check-update",
            "--no-show-release-notes", "--no-detect-urls", "--no-suggest-shell-commands",
        ];
        if (spec.PermissionMode == PermissionMode.Plan)
        {
            arguments.Add("--chat-mode=ask");
        }

        if (spec.NativeSessionId is { Length: > 0 })
        {
            arguments.Add("--restore-chat-history");
        }

        if (spec.Model is { Length: > 0 } model)
        {
            arguments.Add($"--model={model}");
        }

        return new()
        {
            Program = spec.ExecutablePath ?? "aider",
            Arguments = arguments,
            Environment = new Dictionary<string, string> { ["PYTHONUNBUFFERED"] = "1" },
            InheritedEnvironment = ["AIDER_*", .. KnownEnvironment.Providers],
        };
    }

    public IAgentConversation Open(
        AgentSessionSpec spec, IAgentPipe pipe, IAgentSink sink, IAgentFiles? files, TimeProvider time) =>
        new AiderConversation(spec, pipe, sink, time);
}
