namespace Homeport.Worker;

/// <summary>
/// The worker will not do what it was asked, for a reason the caller can act on. The link answers it as a JSON-RPC error
/// with the same code and facts; the message says what happened, why, and what to do next.
/// </summary>
/// <param name="code">One of <see cref="Protocol.ErrorCodes"/>.</param>
/// <param name="message">Shown to the person as it is.</param>
/// <param name="facts">Values of this code that a program branches on, such as <c>files</c> of a merge conflict.</param>
public sealed class WorkerRefusedException(string code, string message, IReadOnlyDictionary<string, string[]>? facts = null)
    : Exception(message)
{
    public string Code { get; } = code;
    public IReadOnlyDictionary<string, string[]>? Facts { get; } = facts;
}
