using Homeport.Host.Tests;
using Homeport.Testing.Postgres;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace Homeport.Host.Tests;

/// <summary>One server for the run, started when the first test asks for it.</summary>
public sealed class PostgresFixture : IAsyncDisposable
{
    private readonly Lazy<Task<PostgresServer>> _server = new(() => PostgresServer.StartAsync(CancellationToken.None));

    public Task<PostgresServer> StartAsync()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        return _server.Value;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated)
        {
            await (await _server.Value).DisposeAsync();
        }
    }
}
