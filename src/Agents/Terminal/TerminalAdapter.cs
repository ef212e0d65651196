using Homeport.Protocol.Agents;
using Homeport.Protocol.Tasks;

namespace Homeport.Agents.Terminal;

/// <summary>
/// Any program in a terminal of its own. Homeport types prompts into it and watches whether it writes and how it ends; what it
/// says is for the person who looks at it. It asks in its own terminal, so no mode of ours is held.
/// </summary>
public sealed class TerminalAdapter : ITerminalAdapter
{
    /// <summary>In an argument: here goes the prompt.</summary>
    public const string PromptMark = "{prompt}";

    /// <summary>The longest single argument that Linux takes is 128 KiB.</summary>
    private const int LongestArgument = 120 * 1024;

    private readonly TerminalProgram _program;

    /// <param name="program">What runs in it. Without a command, the session brings one.</param>
    public TerminalAdapter(TerminalProgram program)
    {
        _program = program;
        Probe = new()
        {
            Executables = program.Command is [var first, ..] ? [first] : [],
            VersionArguments = [], // a program that nobody knows is not called to see what it says
            WithoutEvidence = AgentLogin.Unknown,
        };
    }

    public string Kind => _program.Kind;
    public string Name => _program.Name;
    public string Plate { get; init; } = "TE";

    /// <summary>It asks by itself or not; "ask" is the mode that claims least.</summary>
    public IReadOnlyList<PermissionMode> Modes { get; } = [PermissionMode.Ask];

    public IReadOnlyList<string> Models { get; } = [];
    public AgentProbe Probe { get; init; }

    public AgentCapabilities Capabilities { get; } = new()
    {
        Terminal = true,
        Approvals = false,
        Steer = false,
        Rewind = false,
        Fork = false,
        Resume = false,
        Images = false,
        EmbeddedContext = false,
        Modes = false,
        Models = false,
        SlashCommands = false,
        Mcp = false,
        Plans = false,
        Usage = false,
        Compact = false,
    };

    /// <summary>Variables of the worker that it needs.</summary>
    public IReadOnlyList<string> InheritedEnvironment { get; init; } = KnownEnvironment.Providers;

    /// <exception cref="AgentStartException">The prompt is too long for an argument.</exception>
    public AgentLaunch CreateLaunch(AgentSessionSpec spec)
    {
        var command = spec.Command is { Count: > 0 } given ? given : _program.Command;
        if (command.Count == 0)
        {
            throw new ArgumentException("A program in a terminal needs a command: the program and its arguments.", nameof(spec));
        }

        return new()
        {
            Program = spec.ExecutablePath ?? command[0],
            Arguments = ArgumentsOf([.. command.Skip(1)], spec.Prompt),
            Environment = _program.Environment,
            InheritedEnvironment = InheritedEnvironment,
        };
    }

    public IAgentConversation Open(
        AgentSessionSpec spec, IAgentPipe pipe, IAgentSink sink, IAgentFiles? files, TimeProvider time) =>
        throw new NotSupportedException($"{Name} works in a terminal and does not speak over its standard streams.");

    public IAgentConversation Follow(AgentSessionSpec spec, IAgentConsole console, IAgentSink sink, TimeProvider time) =>
        new TerminalConversation(Name, _program.FirstPrompt, console, sink, time);

    private string[] ArgumentsOf(string[] arguments, string? prompt)
    {
        var place = Array.FindIndex(arguments, argument => argument.Contains(PromptMark, StringComparison.Ordinal));
        if (_program.FirstPrompt != FirstPrompt.Argument || string.IsNullOrEmpty(prompt))
        {
            return place < 0 ? arguments : arguments.Where((_, index) => index != place).ToArray();
        }

        if (prompt.Length > LongestArgument)
        {
            throw new AgentStartException(new()
            {
                Code = "prompt_too_long",
                Message = $"A prompt of {prompt.Length:N0} characters is too long for the command line of {Name}.",
                Next = "Shorten it, or let it be typed in: Settings, Agents.",
            });
        }

        // What a person said is never an option of the program.
        var said = prompt.StartsWith('-') && (place < 0 || arguments[place] == PromptMark) ? $" {prompt}" : prompt;
        said = said.Replace("\0", "", StringComparison.Ordinal);
        return place < 0
            ? [.. arguments, said]
            : arguments.Select((argument, index) => index == place ? ReplaceFirst(argument, said) : argument).ToArray();
    }

    private static string ReplaceFirst(string argument, string prompt)
    {
        var at = argument.IndexOf(PromptMark, StringComparison.Ordinal);
        return $"{argument[..at]}{prompt}{argument[(at + PromptMark.Length)..]}";
    }
}
