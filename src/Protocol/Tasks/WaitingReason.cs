using System.Text.Json.Serialization;

namespace Homeport.Protocol.Tasks;

/// <summary>What a waiting task needs from a person (or, for a limit, from the clock).</summary>
[JsonConverter(typeof(SnakeCase<WaitingReason>))]
public enum WaitingReason
{
    Permission,
    Question,
    Plan,
    Limit,
}
