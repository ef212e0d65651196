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
}
