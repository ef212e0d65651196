using System.Text.Json.Serialization;

namespace Homeport.Protocol.Tasks;

/// <summary>The states of a unit task; the transitions between them are the host's rule.</summary>
[JsonConverter(typeof(SnakeCase<TaskState>))]
public enum TaskState
{
    Draft,
    Blocked,
    Queued,
    Running,
    Waiting,
    Interrupted,
    InReview,
    Approved,
    PrOpen,
    Done,
    Failed,
    Rejected,
    Cancelled,
}
