namespace Homeport.Domain.Approvals;

/// <summary>How far a rule reaches, the widest first.</summary>
public enum RuleReach
{
    Everywhere,
    Project,
    Task,
}
