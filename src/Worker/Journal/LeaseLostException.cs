namespace Homeport.Worker.Journal;

/// <summary>The host refuses what was written under a lease, for good: the turn was given up or belongs to another worker.</summary>
internal sealed class LeaseLostException(string message, Exception? innerException = null) : Exception(message, innerException);
