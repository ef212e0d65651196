namespace Homeport.Testing.Agents;

/// <summary>What a real agent is put through, with a model of ours behind it.</summary>
public enum LiveScenario
{
    /// <summary>It writes a file; where it asks, a person says yes.</summary>
    WriteFile,

    /// <summary>A person says no, and nothing is written.</summary>
    Deny,

    /// <summary>It is stopped in the middle of an answer.</summary>
    Interrupt,

    /// <summary>After its process ended it goes on in its own session.</summary>
    Resume,

    /// <summary>A long answer comes whole and in order.</summary>
    LongStream,

    /// <summary>Its provider refuses once for lack of room.</summary>
    Overload,

    /// <summary>Its process is killed in the middle of an answer.</summary>
    Crash,
}
