using System.Text.Json;
using Homeport.Domain;
using Homeport.Domain.Tasks;
using Homeport.Host.Approvals;
using Homeport.Host.Commands;
using Homeport.Host.Tasks;
using Homeport.Host.Usage;
using Homeport.Protocol;
using Homeport.Protocol.Approvals;
using Homeport.Protocol.Events;
using Homeport.Protocol.Link;
using Homeport.Protocol.Sessions;
using Homeport.Protocol.Tasks;
using Homeport.Storage;
using Homeport.Storage.Events;

namespace Homeport.Host.Sessions;

/// <summary>
/// Takes in what sessions write. A batch is stored in one transaction together with what follows from it for the task and its
/// approvals; an entry that was stored before is ignored, so a worker may send again what it does not know to be stored; one whose
/// predecessor is missing is not taken, so nothing is left out.
/// </summary>
internal sealed class SessionLog(
    Database database, RuleAnswers ruleAnswers, AutoStart autoStart, PriceTable prices, BudgetWatch budgets, LiveText liveText, TimeProvider time)
{
    public async Task<Result<SendExecutionLogResponse>> AppendAsync(SendExecutionLogRequest batch, CancellationToken cancellationToken)
    {
        var answered = new List<ApprovalView>();
        var result = await database.WriteAsync(
            scope =>
            {
                answered.Clear(); // of a try that was not stored
                return Append(scope, batch, answered);
            },
            cancellationToken);
        await ruleAnswers.DeliverAsync(answered);
        if (result.Succeeded(out _, out _) && batch.Entries.Any(IsSetUp))
        {
            autoStart.Begin(batch.TaskId);
        }

        if (result.Succeeded(out _, out _) && batch.Entries.Any(entry => entry.Kind == EventKinds.Usage))
        {
            budgets.Begin(batch.TaskId);
        }

        return result;
    }

    /// <summary>Passes live text on to whoever watches; nothing is stored, the journal brings it again.</summary>
    public void Stream(TextDelta delta) => liveText.Publish(delta);

    private static bool IsSetUp(JournalEntry entry) =>
        entry.Kind == EventKinds.SetupEnded && entry.Payload.Deserialize(ProtocolJson.Default.SetupEndedPayload)!.Succeeded;

    private Result<SendExecutionLogResponse> Append(WriteScope scope, SendExecutionLogRequest batch, List<ApprovalView> answered)
    {
        if (SessionStore.Find(scope, batch.SessionId) is not { } session || TaskStore.Find(scope, session.TaskId) is not { } task)
        {
            return new Problem(ProblemCode.NotFound, $"There is no session {batch.SessionId}.");
        }

        if (IsStale(scope, batch))
        {
            return new Problem(ProblemCode.LeaseLost, "Another lease has taken this turn's place; what this one writes is not taken any more.");
        }

        var known = session.JournalId == batch.JournalId ? session.JournalNumber : 0;
        var context = new Effects(task, session with { JournalId = batch.JournalId }, []);
        foreach (var entry in batch.Entries.Where(entry => entry.Number > known))
        {
            if (entry.Number > known + 1)
            {
                if (!batch.StartsAfterGap || entry.Number != batch.Entries[0].Number)
                {
                    break; // the worker goes on from what we answer
                }

                AppendGap(scope, context, entry, entry.Number - known - 1);
            }

            AppendEntry(scope, context, entry);
            known = entry.Number;
        }

        SessionStore.Save(scope, context.Session with { JournalNumber = known });
        if (context.IsTaskChanged)
        {
            TaskStore.Save(scope, context.Task, time.GetUtcNow());
        }

        answered.AddRange(context.Asked.Select(approval => ruleAnswers.TrySettle(scope, approval)).OfType<ApprovalView>());
        return new SendExecutionLogResponse { Acknowledged = known };
    }

    /// <summary>A lease that came after this one for the same session makes this one stale.</summary>
    private static bool IsStale(ReadScope scope, SendExecutionLogRequest batch) => scope.QueryScalarOrNull(
        "SELECT 1 FROM turns WHERE session_id = @session AND lease_token > @token LIMIT 1",
        ("session", batch.SessionId), ("token", batch.LeaseToken)) is not null;

    /// <summary>Entries that the worker does not have any more, such as those of a damaged file: whoever reads must know.</summary>
    private static void AppendGap(WriteScope scope, Effects context, JournalEntry next, long count) => scope.AppendEvent(
        new EventDraft(
            context.Task.WorkspaceId, EventKinds.Notice,
            JsonSerializer.Serialize(
                new NoticePayload { Code = "events_lost", Message = $"{count} events are missing here: the worker has lost them." },
                ProtocolJson.Default.NoticePayload))
        {
            TaskId = context.Task.Id,
            SessionId = context.Session.Id,
            TurnId = next.TurnId,
            At = next.At,
        });

    private void AppendEntry(WriteScope scope, Effects context, JournalEntry entry)
    {
        var asked = entry.Kind == EventKinds.ApprovalRequested ? ReadAsked(context.Task, entry) : null;
        var payload =
            asked is not null ? JsonSerializer.Serialize(new ApprovalRequestedPayload { Approval = asked }, ProtocolJson.Default.ApprovalRequestedPayload)
            : entry.Kind == EventKinds.ToolCall ? LargeOutputs.Cut(scope, entry.Payload)
            : entry.Payload.GetRawText();
        scope.AppendEvent(new EventDraft(context.Task.WorkspaceId, entry.Kind, payload)
        {
            TaskId = context.Task.Id,
            SessionId = context.Session.Id,
            TurnId = entry.TurnId,
            ItemId = entry.ItemId,
            At = entry.At,
        });
        switch (entry.Kind)
        {
            case EventKinds.ApprovalRequested:
                Ask(scope, context, entry, asked!);
                break;
            case EventKinds.ApprovalResolved:
                Withdraw(scope, context, entry);
                break;
            case EventKinds.SessionStarted:
                var started = entry.Payload.Deserialize(ProtocolJson.Default.SessionStartedPayload)!;
                context.Session = context.Session with
                {
                    AgentVersion = started.AgentVersion ?? context.Session.AgentVersion,
                    Model = started.Model ?? context.Session.Model,
                    NativeSessionId = started.NativeSessionId ?? context.Session.NativeSessionId,
                    NativePoint = started.NativeSessionId is null || started.NativeSessionId == context.Session.NativeSessionId
                        ? context.Session.NativePoint
                        : null, // the copy is made
                };
                break;
            case EventKinds.SetupEnded:
                context.Change(context.Task with { Setup = IsSetUp(entry) ? SetupState.Done : SetupState.Failed });
                break;
            case EventKinds.SessionEnded:
                context.Session = context.Session with { State = SessionState.Ended, EndedAt = entry.At };
                break;
            case EventKinds.Config:
                if (entry.Payload.Deserialize(ProtocolJson.Default.ConfigPayload)!.PermissionMode is { } mode && mode != context.Task.PermissionMode)
                {
                    context.Change(context.Task with { PermissionMode = mode });
                }

                break;
            case EventKinds.Usage when entry.TurnId is { } turn:
                var usage = prices.Price(entry.Payload.Deserialize(ProtocolJson.Default.TokenUsage)!, context.Session.Model);
                TurnUsageStore.Record(scope, context.Task, context.Session, turn, usage, isReported: false, entry.At);
                break;
            case EventKinds.Activity:
                var activity = entry.Payload.Deserialize(ProtocolJson.Default.ActivityPayload)!.State;
                context.Change(context.Task with
                {
                    LastActivity = activity == AgentActivity.Working ? "Writes in its terminal" : "Quiet: waits for you, or thinks (guessed)",
                    LastActivityAt = entry.At,
                });
                break;
            case EventKinds.ToolCall or EventKinds.AgentMessage:
                Remember(context, entry);
                break;
        }
    }

    private static ApprovalView ReadAsked(UnitTask task, JournalEntry entry) =>
        RuleMapping.Complete(task, entry.Payload.Deserialize(ProtocolJson.Default.ApprovalRequestedPayload)!.Approval);

    private static void Ask(WriteScope scope, Effects context, JournalEntry entry, ApprovalView approval)
    {
        ApprovalStore.Add(scope, context.Task.WorkspaceId, entry.TurnId, approval);
        context.Asked.Add(approval);
        if (RuleAnswers.WouldAnswer(scope, context.Task, approval))
        {
            return; // in the same work: nobody is to be called for it
        }

        var reason = approval.Kind switch
        {
            ApprovalKind.Permission => WaitReason.Permission,
            ApprovalKind.Question => WaitReason.Question,
            ApprovalKind.Plan => WaitReason.Plan,
        };
        var task = context.Task with { PendingApprovals = context.Task.PendingApprovals + 1 };
        context.Change(task.State == UnitTaskState.Running ? task.MoveOrThrow(UnitTaskState.Waiting, entry.At, reason) : task);
    }

    /// <summary>The agent does not want to know any more.</summary>
    private static void Withdraw(WriteScope scope, Effects context, JournalEntry entry)
    {
        var resolved = entry.Payload.Deserialize(ProtocolJson.Default.ApprovalResolvedPayload)!;
        if (ApprovalStore.Find(scope, resolved.ApprovalId) is not { State: ApprovalState.Pending })
        {
            return;
        }

        ApprovalStore.Settle(
            scope, resolved.ApprovalId, ApprovalState.Cancelled, resolved.Decision ?? new ApprovalDecision { By = "agent" }, entry.At);
        context.Change(ApprovalEffects.AfterSettling(scope, context.Task, entry.At));
    }

    /// <summary>What the card shows as its last line; only whole things count, so that streaming text does not change the task.</summary>
    private static void Remember(Effects context, JournalEntry entry)
    {
        var activity = entry.Kind == EventKinds.ToolCall
            ? entry.Payload.TryGetProperty("title", out var title) ? title.GetString() : null
            : entry.Payload.TryGetProperty("text", out var text) ? WithoutMarks(text.GetString()) : null;
        if (!string.IsNullOrWhiteSpace(activity))
        {
            context.Change(context.Task with { LastActivity = Head(activity), LastActivityAt = entry.At });
        }
    }

    /// <summary>An agent writes Markdown; a line on a card is plain.</summary>
    private static string? WithoutMarks(string? markdown) => markdown?
        .TrimStart('#', '>', ' ', '\n')
        .Replace("**", "", StringComparison.Ordinal)
        .Replace("`", "", StringComparison.Ordinal);

    private static string Head(string text)
    {
        var line = text.AsSpan().TrimStart();
        var end = line.IndexOfAny('\r', '\n');
        line = end < 0 ? line : line[..end];
        return line.Length > 120 ? $"{line[..119]}…" : line.ToString();
    }

    /// <summary>What a batch changes beside the log.</summary>
    private sealed class Effects(UnitTask task, AgentSessionRow session, List<ApprovalView> asked)
    {
        public UnitTask Task { get; private set; } = task;
        public AgentSessionRow Session { get; set; } = session;
        public List<ApprovalView> Asked { get; } = asked;
        public bool IsTaskChanged { get; private set; }

        public void Change(UnitTask changed) => (Task, IsTaskChanged) = (changed, true);
    }
}
