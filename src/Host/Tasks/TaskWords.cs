using System.Text.Json;
using Homeport.Domain.Tasks;
using Homeport.Protocol.Tasks;

namespace Homeport.Host.Tasks;

/// <summary>The states of a task as words, in the store and on the wire alike.</summary>
internal static class TaskWords
{
    private static readonly Dictionary<UnitTaskState, string> StateWords =
        Enum.GetValues<UnitTaskState>().ToDictionary(state => state, state => JsonNamingPolicy.SnakeCaseLower.ConvertName(state.ToString()));

    private static readonly Dictionary<string, UnitTaskState> States =
        StateWords.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    public static string Of(UnitTaskState state) => StateWords[state];

    public static UnitTaskState State(string word) => States[word];

    public static bool TryState(string word, out UnitTaskState state) => States.TryGetValue(word, out state);

    public static TaskState ToWire(UnitTaskState state) => state switch
    {
        UnitTaskState.Draft => TaskState.Draft,
        UnitTaskState.Blocked => TaskState.Blocked,
        UnitTaskState.Queued => TaskState.Queued,
        UnitTaskState.Running => TaskState.Running,
        UnitTaskState.Waiting => TaskState.Waiting,
        UnitTaskState.Interrupted => TaskState.Interrupted,
        UnitTaskState.InReview => TaskState.InReview,
        UnitTaskState.Approved => TaskState.Approved,
        UnitTaskState.PrOpen => TaskState.PrOpen,
        UnitTaskState.Done => TaskState.Done,
        UnitTaskState.Failed => TaskState.Failed,
        UnitTaskState.Rejected => TaskState.Rejected,
        UnitTaskState.Cancelled => TaskState.Cancelled,
    };

    public static UnitTaskState FromWire(TaskState state) => state switch
    {
        TaskState.Draft => UnitTaskState.Draft,
        TaskState.Blocked => UnitTaskState.Blocked,
        TaskState.Queued => UnitTaskState.Queued,
        TaskState.Running => UnitTaskState.Running,
        TaskState.Waiting => UnitTaskState.Waiting,
        TaskState.Interrupted => UnitTaskState.Interrupted,
        TaskState.InReview => UnitTaskState.InReview,
        TaskState.Approved => UnitTaskState.Approved,
        TaskState.PrOpen => UnitTaskState.PrOpen,
        TaskState.Done => UnitTaskState.Done,
        TaskState.Failed => UnitTaskState.Failed,
        TaskState.Rejected => UnitTaskState.Rejected,
        TaskState.Cancelled => UnitTaskState.Cancelled,
    };

    public static WaitingReason ToWire(WaitReason reason) => reason switch
    {
        WaitReason.Permission => WaitingReason.Permission,
        WaitReason.Question => WaitingReason.Question,
        WaitReason.Plan => WaitingReason.Plan,
        WaitReason.Limit => WaitingReason.Limit,
        WaitReason.Overloaded => WaitingReason.Overloaded,
        WaitReason.Budget => WaitingReason.Budget,
    };
}
