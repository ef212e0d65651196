using System.Text.Json;
using Homeport.Agents;
using Homeport.Protocol;
using Homeport.Protocol.Approvals;
using Homeport.Protocol.Events;

namespace Homeport.Worker.Runs;

/// <summary>What an agent asks, as the host and everybody else knows it.</summary>
internal static class AskedApproval
{
    public static JsonElement Requested(AgentApproval approval, string taskId, string sessionId, string root, DateTimeOffset now)
    {
        var view = new ApprovalView
        {
            Id = approval.Id,
            TaskId = taskId,
            SessionId = sessionId,
            Kind = approval.Kind,
            ToolCallId = approval.ToolCallId,
            ToolName = approval.ToolName,
            Title = approval.Title,
            Detail = approval.Detail,
            DetailKind = approval.DetailKind,
            Reason = approval.Reason,
            Options = approval.Options,
            Questions = approval.Questions,
            Paths = EditedPaths.Resolve(root, approval.Paths),
            TakesReason = approval.TakesReason,
            TakesPlan = approval.TakesPlan ? true : null,
            State = ApprovalState.Pending,
            CreatedAt = now,
        };
        return JsonSerializer.SerializeToElement(new ApprovalRequestedPayload { Approval = view }, ProtocolJson.Default.ApprovalRequestedPayload);
    }

    public static JsonElement Cancelled(string approvalId) => JsonSerializer.SerializeToElement(
        new ApprovalResolvedPayload
        {
            ApprovalId = approvalId,
            State = ApprovalState.Cancelled,
            Decision = new ApprovalDecision { By = "agent" },
        },
        ProtocolJson.Default.ApprovalResolvedPayload);
}
