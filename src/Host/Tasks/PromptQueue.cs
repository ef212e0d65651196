using System.Text.Json;
using Homeport.Domain;
using Homeport.Host.Events;
using Homeport.Host.Sessions;
using Homeport.Host.Usage;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Tasks;
using Homeport.Storage;

namespace Homeport.Host.Tasks;

/// <summary>Prompts that wait for their turn, in order. All members run inside a work of the store.</summary>
internal sealed class PromptQueue(TurnQueue turns, TimeProvider time)
{
    public const int MostPrompts = 100;

    private const string Columns = "id, task_id, position, prompt, attachments, created_at, version, urgent";

    public static IReadOnlyList<QueuedPromptView> List(ReadScope scope, string taskId) => scope.Query(
        $"SELECT {Columns} FROM queued_prompts WHERE task_id = @task ORDER BY position, id", Read, ("task", taskId));

    public Result<(UnitTask Task, QueuedPromptView Prompt)> Add(
        WriteScope scope, UnitTask task, string prompt, IReadOnlyList<PromptAttachment>? attachments, bool isUrgent)
    {
        var waiting = List(scope, task.Id);
        if (waiting.Count >= MostPrompts)
        {
            return new Problem(ProblemCode.Conflict, $"{MostPrompts} prompts wait already. Let the agent work them off, or cancel some.");
        }

        return Insert(scope, task, waiting, prompt, attachments, isUrgent ? 0 : waiting.Count, isUrgent);
    }

    /// <summary>A turn that was stopped before it began: its words are the next again, when the person goes on.</summary>
    public UnitTask PutBack(WriteScope scope, UnitTask task, TurnRow turn) =>
        Insert(scope, task, List(scope, task.Id), turn.Prompt, turn.Attachments, 0, isUrgent: false).Task;

    /// <summary>A turn was stopped for the first one that waits.</summary>
    public static bool IsUrgent(ReadScope scope, UnitTask task) => List(scope, task.Id) is [{ Urgent: true }, ..];

    /// <summary>What was urgent waits like the others: a person stopped the task.</summary>
    public UnitTask Calm(WriteScope scope, UnitTask task) =>
        scope.Execute("UPDATE queued_prompts SET urgent = 0 WHERE task_id = @task AND urgent = 1", ("task", task.Id)) > 0
            ? Tell(scope, task)
            : task;

    /// <summary>Starts the first one that waits, if any and if there is money; the caller signals the turn queue after its work.</summary>
    public UnitTask StartNext(WriteScope scope, UnitTask task)
    {
        if (List(scope, task.Id) is not [var next, ..] || BudgetStore.UsedUp(scope, task, time.GetUtcNow()) is not null)
        {
            return task;
        }

        scope.Execute("DELETE FROM queued_prompts WHERE id = @id", ("id", next.Id));
        Renumber(scope, List(scope, task.Id));
        var told = StartTask.EndWait(Tell(scope, task));
        return turns.Enqueue(scope, told, TurnKind.FollowUp, next.Prompt, next.Attachments).Succeeded(out var queued, out var problem)
            ? queued
            : throw new InvalidOperationException(problem.Message); // every state in which a turn ends can be queued from
    }

    public Result<UnitTask> Update(WriteScope scope, UnitTask task, UpdateQueuedPromptRequest request)
    {
        var waiting = List(scope, task.Id).ToList();
        var index = waiting.FindIndex(prompt => prompt.Id == request.Id);
        if (index < 0)
        {
            return Gone(request.Id);
        }

        var known = waiting[index];
        if (request.Version is { } seen && seen != known.Version)
        {
            return new Problem(ProblemCode.Conflict, "Somebody changed this prompt since you saw it. Read the queue again.");
        }

        waiting.RemoveAt(index);
        waiting.Insert(
            Math.Clamp(request.Position ?? index, 0, waiting.Count),
            known with { Prompt = request.Prompt ?? known.Prompt, Version = known.Version + 1 });
        scope.Execute(
            "UPDATE queued_prompts SET prompt = @prompt, version = @version WHERE id = @id",
            ("id", known.Id), ("prompt", request.Prompt ?? known.Prompt), ("version", known.Version + 1));
        Renumber(scope, waiting);
        return Tell(scope, task);
    }

    public Result<UnitTask> Cancel(WriteScope scope, UnitTask task, string id)
    {
        if (scope.Execute("DELETE FROM queued_prompts WHERE id = @id AND task_id = @task", ("id", id), ("task", task.Id)) == 0)
        {
            return Gone(id);
        }

        Renumber(scope, List(scope, task.Id));
        return Tell(scope, task);
    }

    private (UnitTask Task, QueuedPromptView Prompt) Insert(
        WriteScope scope, UnitTask task, IReadOnlyList<QueuedPromptView> waiting, string prompt,
        IReadOnlyList<PromptAttachment>? attachments, int position, bool isUrgent)
    {
        var now = time.GetUtcNow();
        var added = new QueuedPromptView
        {
            Id = Guid.CreateVersion7(now).ToString(),
            TaskId = task.Id,
            Prompt = prompt,
            Attachments = attachments,
            Position = position,
            Urgent = isUrgent ? true : null,
            CreatedAt = now,
            Version = 1,
        };
        scope.Execute(
            $"INSERT INTO queued_prompts ({Columns}) VALUES (@id, @task, @position, @prompt, @attachments, @created, @version, @urgent)",
            ("id", added.Id), ("task", task.Id), ("position", added.Position), ("prompt", prompt),
            ("attachments", attachments is null ? null : JsonSerializer.Serialize(attachments, ProtocolJson.Default.IReadOnlyListPromptAttachment)),
            ("created", now.ToUnixTimeMilliseconds()), ("version", added.Version), ("urgent", isUrgent ? 1 : 0));
        if (position < waiting.Count)
        {
            Renumber(scope, [added, .. waiting]);
        }

        return (Tell(scope, task), added);
    }

    private static Problem Gone(string id) =>
        new(ProblemCode.NotFound, $"No prompt {id} waits for this task. It may have started meanwhile.");

    private static void Renumber(WriteScope scope, IReadOnlyList<QueuedPromptView> inOrder)
    {
        foreach (var (position, prompt) in inOrder.Index())
        {
            scope.Execute(
                "UPDATE queued_prompts SET position = @position WHERE id = @id", ("id", prompt.Id), ("position", position));
        }
    }

    private UnitTask Tell(WriteScope scope, UnitTask task)
    {
        var waiting = List(scope, task.Id);
        scope.Append(
            EventKinds.QueueChanged, task.WorkspaceId, new QueueChangedPayload(task.Id, waiting),
            ProtocolJson.Default.QueueChangedPayload, task.Id);
        return TaskStore.Save(scope, task with { QueuedPrompts = waiting.Count }, time.GetUtcNow());
    }

    private static QueuedPromptView Read(Row row) => new()
    {
        Id = row.Text(0),
        TaskId = row.Text(1),
        Position = row.Int32(2),
        Prompt = row.Text(3),
        Attachments = row.TextOrNull(4) is { } attachments
            ? JsonSerializer.Deserialize(attachments, ProtocolJson.Default.IReadOnlyListPromptAttachment)
            : null,
        CreatedAt = row.Time(5),
        Version = row.Int64(6),
        Urgent = row.Bool(7) ? true : null,
    };
}
