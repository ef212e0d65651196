namespace Homeport.Domain.Tasks;

/// <summary>The states of a unit task.</summary>
public enum UnitTaskState
{
    /// <summary>Written, not started.</summary>
    Draft,

    /// <summary>Waits for other tasks.</summary>
    Blocked,

    /// <summary>Waits for a worker.</summary>
    Queued,

    /// <summary>An agent works.</summary>
    Running,

    /// <summary>Needs a person, or the end of a limit.</summary>
    Waiting,

    /// <summary>Its process is gone, its work is not.</summary>
    Interrupted,

    /// <summary>The agent stopped with changes.</summary>
    InReview,

    /// <summary>A person said yes.</summary>
    Approved,

    /// <summary>A pull request is open.</summary>
    PrOpen,

    /// <summary>Merged, or nothing to change.</summary>
    Done,

    /// <summary>Could not finish.</summary>
    Failed,

    /// <summary>Ended by a review without a merge; the work is kept in snapshots.</summary>
    Rejected,

    /// <summary>Ended without a merge; the work is kept in snapshots.</summary>
    Cancelled,
}
