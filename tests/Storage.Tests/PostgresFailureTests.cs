using Homeport.Storage.Events;
using Homeport.Storage.Postgres;

namespace Homeport.Storage.Tests;

/// <summary>A server that ends our connections: typed errors, and everything connects again.</summary>
public sealed class PostgresFailureTests : StoreTests
{
    private readonly PostgresFixture _postgres;
    private readonly PostgresTestStore _store;

    public PostgresFailureTests(PostgresFixture postgres)
        : this(postgres, new PostgresTestStore(postgres, isAlone: true))
    {
    }

    private PostgresFailureTests(PostgresFixture postgres, PostgresTestStore store)
        : base(store) => (_postgres, _store) = (postgres, store);

    [Fact]
    public async Task A_connection_that_was_lost_while_idle_is_replaced_without_anybody_noticing()
    {
        var database = await OpenAsync();
        await AddAsync(database, "before");
        Assert.Equal(1, await CountAsync(database));

        await DisconnectAsync();
        await AddAsync(database, "after");

        Assert.Equal(2, await CountAsync(database));
    }

    [Fact]
    public async Task A_connection_that_is_lost_in_a_work_fails_the_group_and_no_more()
    {
        var database = await OpenAsync();
        using var begun = new ManualResetEventSlim();
        using var lost = new ManualResetEventSlim();
        var work = database.WriteAsync(scope =>
        {
            Add(scope, "lost");
            begun.Set();
            lost.Wait(Limit, Cancelled);
            Add(scope, "never");
        }, Cancelled);
        begun.Wait(Limit, Cancelled);
        await DisconnectAsync();
        lost.Set();

        var failure = await Assert.ThrowsAsync<StorageUnavailableException>(() => work);
        await AddAsync(database, "after");

        Assert.Equal(StorageFailure.ConnectionLost, failure.Failure);
        Assert.Equal(1, await CountAsync(database));
    }

    [Fact]
    public async Task A_subscriber_hears_other_hosts_again_after_the_connection_was_lost()
    {
        var here = await OpenAsync();
        var there = await OpenAsync();
        await using var batches = here.Events.Subscribe(new EventSubscription(Workspace, 0), Cancelled)
            .GetAsyncEnumerator(Cancelled);
        var next = batches.MoveNextAsync().AsTask();
        await AppendAsync(there);
        Assert.True(await next.WaitAsync(Limit, Cancelled));

        next = batches.MoveNextAsync().AsTask();
        await DisconnectAsync();
        await AppendAsync(there);

        Assert.True(await next.WaitAsync(Limit, Cancelled));
        Assert.Equal(2, batches.Current.Through);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_told_with_what_to_do()
    {
        var failure = await Assert.ThrowsAsync<StorageUnavailableException>(() => PostgresDatabase.OpenAsync(
            "Host=/nonexistent;Username=nobody;Timeout=2", [Notes], TimeProvider.System, Cancelled));

        Assert.Equal(StorageFailure.ConnectionLost, failure.Failure);
    }

    private static Task<long> AppendAsync(Database database) => database.WriteAsync(
        scope => scope.AppendEvent(new EventDraft(Workspace, "notice", "{}")), Cancelled);

    private async Task DisconnectAsync() =>
        await (await _postgres.StartAsync()).DisconnectAsync(_store.ConnectionString!, Cancelled);
}
