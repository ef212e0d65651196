namespace Homeport.Testing.Models;

/// <summary>How a request ended, seen from the server.</summary>
public enum RequestOutcome
{
    Answered,

    /// <summary>The client closed the connection before the answer was complete: the agent really aborted.</summary>
    ClientWentAway,

    /// <summary>The script cut the connection.</summary>
    Cut,
}
