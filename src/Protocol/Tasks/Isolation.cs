using System.Text.Json.Serialization;

namespace Homeport.Protocol.Tasks;

/// <summary>Where an agent works.</summary>
[JsonConverter(typeof(SnakeCase<Isolation>))]
public enum Isolation
{
    /// <summary>In its own git worktree. Does not stop the agent from reading or writing elsewhere.</summary>
    Worktree,
}
