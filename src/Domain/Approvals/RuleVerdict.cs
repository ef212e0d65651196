namespace Homeport.Domain.Approvals;

/// <summary>What rules say to a request, and why.</summary>
/// <param name="Answer">To be done.</param>
/// <param name="Rules">Those that decide, the most specific first; none where no rule covers it all.</param>
/// <param name="Parts">Of a command line: each command in it with what decides it.</param>
/// <param name="Doubt">Why an allowance does not hold, in a sentence.</param>
public sealed record RuleVerdict(
    Judgement Answer, IReadOnlyList<PermissionRule> Rules, IReadOnlyList<PartVerdict> Parts, string? Doubt = null)
{
    /// <summary>No rule has anything to say: a person is asked.</summary>
    public bool IsOpen => Rules.Count == 0;
}

/// <summary>One command of a command line.</summary>
/// <param name="Text">As it was written.</param>
/// <param name="Answer">What becomes of it alone.</param>
/// <param name="Rule">What decides that; null where no rule does.</param>
public sealed record PartVerdict(string Text, Judgement Answer, PermissionRule? Rule);
