using System.Text.Json.Serialization;

namespace Homeport.Protocol.Reviews;

/// <summary>Which changes are looked at.</summary>
[JsonConverter(typeof(SnakeCase<DiffScope>))]
public enum DiffScope
{
    /// <summary>Everything since the base commit: committed, uncommitted and untracked.</summary>
    All,

    /// <summary>Only what is not committed.</summary>
    Working,

    /// <summary>From the snapshot before a turn to the snapshot after it.</summary>
    Turn,
}
