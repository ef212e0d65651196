namespace Homeport.Worker.Runs;

/// <summary>The host closed the link or refused this lease for good; the session ends.</summary>
internal sealed class HostGoneException(string message, Exception? innerException = null) : Exception(message, innerException);
