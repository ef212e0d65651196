using static Homeport.Domain.Tasks.UnitTaskState;

namespace Homeport.Domain.Tasks;

/// <summary>The whole machine: where a task may go from where it is. What is not listed is refused; docs/state-machines.md is printed from it.</summary>
public static class UnitTaskLifecycle
{
    /// <summary>The states that may follow, in the order in which a person would expect them.</summary>
    public static IReadOnlyList<UnitTaskState> Next(UnitTaskState from) => from switch
    {
        Draft => [Queued, Cancelled],
        Blocked => [Queued, Cancelled],
        Queued => [Running, Draft, Cancelled, Failed],
        Running => [Waiting, InReview, Done, Failed, Interrupted, Cancelled],
        Waiting => [Running, InReview, Failed, Interrupted, Cancelled],
        Interrupted => [Queued, InReview, Cancelled],
        InReview => [Queued, Approved, PrOpen, Done, Rejected, Cancelled],
        Approved => [PrOpen, Done, Queued],
        PrOpen => [Done, InReview, Queued, Rejected],
        Done => [Queued],
        Failed => [Queued, Cancelled, InReview],
        Rejected => [Queued],
        Cancelled => [Queued],
    };

    /// <summary>Whether a task may go from one state to another. Staying where it is, is no transition.</summary>
    public static bool Allows(UnitTaskState from, UnitTaskState to) => Next(from).Contains(to);

    /// <summary>An agent is at work on it, or waits for a person in the middle of its work.</summary>
    public static bool IsActive(UnitTaskState state) => state is Running or Waiting;
}
