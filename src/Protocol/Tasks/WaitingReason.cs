using System.Text.Json.Serialization;

namespace Homeport.Protocol.Tasks;

/// <summary>What a waiting task needs from a person (or, for a limit or an overloaded provider, from the clock).</summary>
[JsonConverter(typeof(SnakeCase<WaitingReason>))]
public enum WaitingReason
{
    Permission,
    Question,
    Plan,
    Limit,

    /// <summary>The provider was overloaded; it is tried again at <c>resumeAt</c>.</summary>
    Overloaded,

    /// <summary>Its budget is used up. A person raises it, then it goes on.</summary>
    Budget,
}
