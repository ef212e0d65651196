using System.Text.Json.Serialization;

namespace Homeport.Protocol.Events;

/// <summary>How a turn ended, judged from everything the agent said and did; exit codes alone are never trusted.</summary>
[JsonConverter(typeof(SnakeCase<TurnOutcome>))]
public enum TurnOutcome
{
    Completed,
    Interrupted,
    Failed,

    /// <summary>The provider's usage limit was reached.</summary>
    Limited,
}
