namespace Homeport.Agents;

/// <summary>
/// The terminal in which an agent's program works and at which a person looks. The worker owns it: it always takes what the
/// program writes, so nothing here is about its words.
/// </summary>
public interface IAgentConsole
{
    /// <summary>When the program wrote last; null before its first byte.</summary>
    DateTimeOffset? LastOutputAt { get; }

    /// <summary>The program has asked for pasted text to be marked as such.</summary>
    bool TakesMarkedPaste { get; }

    /// <summary>Completes with the code when the program has ended, 128 and the number of a signal included; null where nobody knows. It never fails.</summary>
    Task<int?> Ended { get; }

    /// <summary>Types. What does not fit because the program reads nothing is not typed: <c>false</c>.</summary>
    bool Type(ReadOnlySpan<byte> keys);

    /// <summary>The last lines on its screen that are not empty.</summary>
    string LastLines(int count);
}
