using System.Text.Json.Serialization;

namespace Homeport.Protocol.Agents;

/// <summary>A command line program that works as an agent in a terminal of its own: what a worker needs to run it.</summary>
public sealed record TerminalProgram
{
    /// <summary>The word in a task's <c>agentType</c>: <c>terminal:</c> and a short name.</summary>
    public required string Kind { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>The program and its arguments, which no shell reads. The first <c>{prompt}</c> in an argument is where a prompt goes.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Variables on top of the usual ones.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public FirstPrompt FirstPrompt { get; init; }
}

/// <summary>How a program in a terminal gets the prompt with which its task begins. Those that follow are typed.</summary>
[JsonConverter(typeof(SnakeCase<FirstPrompt>))]
public enum FirstPrompt
{
    /// <summary>Typed in once its screen is still, as a paste that ends with Enter.</summary>
    Typed,

    /// <summary>In place of <c>{prompt}</c>, or as the last argument. Other users of the machine can read command lines.</summary>
    Argument,

    /// <summary>Not at all: a person says it.</summary>
    None,
}
