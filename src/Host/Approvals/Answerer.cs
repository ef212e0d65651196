namespace Homeport.Host.Approvals;

/// <summary>Who answers.</summary>
/// <param name="Name">A person's name, or <c>rule</c>.</param>
internal sealed record Answerer(string Name)
{
    public string? RuleId { get; init; }
    public string? RuleName { get; init; }
}
