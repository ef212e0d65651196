namespace Homeport.Worker.Terminals.Screen;

/// <summary>
/// A link of OSC 8. Two without an <paramref name="Id"/> are never the same link, although they lead to the same place:
/// compared by reference then.
/// </summary>
internal sealed record Hyperlink(string? Id, string Uri)
{
    public bool Equals(Hyperlink? other) =>
        ReferenceEquals(this, other) || (other is not null && Id is not null && Id == other.Id && Uri == other.Uri);

    public override int GetHashCode() => HashCode.Combine(Id, Uri);
}
