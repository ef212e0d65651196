using System.Text.Json.Serialization;

namespace Homeport.Protocol.Tasks;

/// <summary>Why a queued task is not started although there is a free place. It starts by itself when that is over.</summary>
[JsonConverter(typeof(SnakeCase<QueueHold>))]
public enum QueueHold
{
    /// <summary>The worker's disk is nearly full.</summary>
    DiskFull,
}
