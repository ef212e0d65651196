using Homeport.Bench.Load;
using Homeport.Host;
using Homeport.Storage;
using Homeport.Storage.Sqlite;

namespace Homeport.Bench.Programs;

/// <summary>
/// A data folder as it looks after years: one task is run for real with the demo agent, then its row and its events are copied
/// inside the database as often as wanted.
/// </summary>
internal static class AgedData
{
    private const int Step = 50_000;

    /// <summary>A folder with one finished task.</summary>
    /// <returns>The task's id.</returns>
    public static async Task<string> RunOneTaskAsync(Settings settings, BenchFolder folder)
    {
        var repository = await GitRepository.CreateAsync(folder, 10);
        await using var server = await HomeportServer.StartWithWorkerAsync(settings, folder);
        await using var watch = await EventWatch.OpenAsync(server, "\"tasks\"");
        var task = await server.AddTaskAsync(await server.AddRepositoryAsync(repository.Path), "write-file notes.md A line of text");
        await server.PostAsync($"/api/tasks/{task}/start", []);
        await watch.WhenTaskAsync(task, "in_review");
        return task;
    }

    /// <summary>Copies of the task, so that there are so many.</summary>
    public static async Task AddTasksAsync(BenchFolder folder, string template, int count)
    {
        await using var database = await OpenAsync(folder);
        var columns = await database.ReadAsync(
            scope => scope.Query("SELECT name FROM pragma_table_info('tasks') ORDER BY cid", static row => row.Text(0)), CancellationToken.None);
        var id = "'0190c0de-0000-7000-8000-' || printf('%012d', n.i)";
        var values = columns.Select(column => column == "id" ? id
            : $"CASE typeof(t.{column}) WHEN 'text' THEN replace(t.{column}, @template, {id}) ELSE t.{column} END");
        var sql = $"INSERT INTO tasks ({string.Join(", ", columns)}) " +
            "WITH RECURSIVE n (i) AS (SELECT @from UNION ALL SELECT i + 1 FROM n WHERE i + 1 < @until) " +
            $"SELECT {string.Join(", ", values)} FROM n CROSS JOIN tasks t WHERE t.id = @template";
        for (var from = 1; from < count; from += Step)
        {
            var (first, until) = (from, Math.Min(count, from + Step));
            await database.WriteAsync(
                scope => scope.Execute(sql, ("from", first), ("until", until), ("template", template)), CancellationToken.None);
        }
    }

    /// <summary>Copies of what the template's sessions said, so that another task has so many events.</summary>
    public static async Task AddEventsAsync(BenchFolder folder, string template, string taskId, int count)
    {
        const string Sql = """
            INSERT INTO session_events (workspace_id, sequence, kind, at, task_id, session_id, turn_id, item_id, payload)
            WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < @count),
                said AS (SELECT *, row_number() OVER (ORDER BY sequence) - 1 AS place, count(*) OVER () AS places
                    FROM session_events WHERE task_id = @template AND kind IN ('agent_message', 'tool_call')),
                head AS (SELECT sequence AS at FROM event_counters)
            SELECT said.workspace_id, head.at + 1 + n.i, said.kind, said.at, @task, @task || 's', @task || 't', said.item_id, said.payload
            FROM n CROSS JOIN head JOIN said ON said.place = n.i % said.places
            """;
        await using var database = await OpenAsync(folder);
        for (var done = 0; done < count; done += Step)
        {
            var part = Math.Min(Step, count - done);
            await database.WriteAsync(
                scope =>
                {
                    scope.Execute(Sql, ("count", part), ("template", template), ("task", taskId));
                    scope.Execute("UPDATE event_counters SET sequence = sequence + @count", ("count", part));
                },
                CancellationToken.None);
        }
    }

    public static Task<SqliteDatabase> OpenAsync(BenchFolder folder) => SqliteDatabase.OpenAsync(
        folder.DatabaseFile, Migration.FromResources(typeof(HostApplication).Assembly), TimeProvider.System, CancellationToken.None);
}
