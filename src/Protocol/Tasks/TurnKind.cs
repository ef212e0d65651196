using System.Text.Json.Serialization;

namespace Homeport.Protocol.Tasks;

/// <summary>Why a turn was started.</summary>
[JsonConverter(typeof(SnakeCase<TurnKind>))]
public enum TurnKind
{
    Implement,
    FollowUp,
    Changes,
    Retry,
    Resume,

    /// <summary>The first turn of an agent that took over.</summary>
    HandOver,

    /// <summary>The agent that leaves sums up for the one that comes.</summary>
    Summary,

    /// <summary>The agent shortens its conversation.</summary>
    Compact,
}
