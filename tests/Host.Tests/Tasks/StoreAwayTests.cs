using Npgsql;

namespace Homeport.Host.Tests.Tasks;

/// <summary>The database goes away in the middle of the work that nobody waits for.</summary>
public sealed class StoreAwayTests(PostgresFixture postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_queued_starts_by_itself_after_the_store_was_away()
    {
        var store = await (await postgres.StartAsync()).CreateSchemaAsync(Cancel);
        await using var host = await TestHost.StartAsync(options => options with { StoreConnection = store });
        await using (var first = await ScriptedWorker.ConnectAsync(host.Running))
        {
            await host.CallAsync("addRepository", """{"path": "/repositories/it"}""");
        }

        var project = (await host.CallAsync("listRepositoryGroups", "{}"))["repositoryGroups"]![0]!["id"]!.GetValue<string>();
        await host.CallAsync("createUnitTask", $$"""{"repositoryGroupId": "{{project}}", "prompt": "Do it", "agentType": "claude_code", "start": true}""");

        await using var holder = new NpgsqlConnection(store);
        await holder.OpenAsync(Cancel);
        await using var holding = await holder.BeginTransactionAsync(Cancel);
        await ExecuteAsync(holder, "LOCK TABLE turns IN ACCESS EXCLUSIVE MODE");
        await using var worker = await ScriptedWorker.ConnectAsync(host.Running); // the host looks at what is queued now
        await CutAsync(store, holder.ProcessID, times: 2); // the look, and its second try on a new connection
        await holding.RollbackAsync(Cancel);

        Assert.Equal("Do it", (await worker.NextTurnAsync()).Prompt);
    }

    /// <summary>Ends connections that wait for the holder's lock.</summary>
    private static async Task CutAsync(string store, int holder, int times)
    {
        await using var saboteur = new NpgsqlConnection(store);
        await saboteur.OpenAsync(Cancel);
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        bound.CancelAfter(TimeSpan.FromSeconds(60));
        while (times > 0)
        {
            bound.Token.ThrowIfCancellationRequested();
            times -= await ExecuteAsync(
                saboteur,
                $"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE {holder} = ANY (pg_blocking_pids(pid))");
        }
    }

    private static async Task<int> ExecuteAsync(NpgsqlConnection connection, string text)
    {
        await using var command = new NpgsqlCommand(text, connection);
        return Convert.ToInt32(await command.ExecuteScalarAsync(Cancel) ?? 0, System.Globalization.CultureInfo.InvariantCulture);
    }
}
