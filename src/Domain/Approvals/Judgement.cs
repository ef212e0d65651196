namespace Homeport.Domain.Approvals;

/// <summary>What rules say to a request, the weakest first: a deny beats an ask, an ask beats an allow.</summary>
public enum Judgement
{
    Allow,
    Ask,
    Deny,
}
