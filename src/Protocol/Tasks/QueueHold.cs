using System.Text.Json.Serialization;

namespace Homeport.Protocol.Tasks;

/// <summary>Why a queued task is not started although there is a free place. It starts by itself when that is over, or answered.</summary>
[JsonConverter(typeof(SnakeCase<QueueHold>))]
public enum QueueHold
{
    /// <summary>The worker's disk is nearly full.</summary>
    DiskFull,

    /// <summary>Files by which the repository makes programs run are to be trusted first; see <c>trust</c> of the task.</summary>
    Trust,

    /// <summary>Another task works in the same checkout.</summary>
    CheckoutBusy,
}
