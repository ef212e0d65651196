namespace Homeport.Domain.Approvals;

/// <summary>Whether a pattern covers something. Only a <see cref="Yes"/> allows; a <see cref="Maybe"/> of a denial asks.</summary>
public enum Certainty
{
    No,
    Maybe,
    Yes,
}
