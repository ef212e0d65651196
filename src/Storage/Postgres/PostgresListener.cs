using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Homeport.Storage.Events;
using Npgsql;

namespace Homeport.Storage.Postgres;

/// <summary>
/// Hears what other hosts committed and wakes the subscribers of this one, which then read the store. Connects again by itself.
/// </summary>
internal sealed class PostgresListener : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly NpgsqlDataSource _source;
    private readonly EventLog _events;
    private readonly string _origin;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    private PostgresListener(
        NpgsqlDataSource source, EventLog events, string origin, TimeProvider time, NpgsqlConnection first)
    {
        (_source, _events, _origin, _time) = (source, events, origin, time);
        _loop = RunAsync(first, _stop.Token);
    }

    public static async Task<PostgresListener> StartAsync(
        NpgsqlDataSource source, EventLog events, string origin, TimeProvider time, CancellationToken cancellationToken) =>
        new(source, events, origin, time, await ListenAsync(source, cancellationToken));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private static async Task<NpgsqlConnection> ListenAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"LISTEN {PostgresStoreConnection.Channel}";
            await command.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch (Exception)
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "Background loop: whatever ended the connection, a new one is made.")]
    private async Task RunAsync(NpgsqlConnection first, CancellationToken stopping)
    {
        var connection = first;
        var pause = FirstPause;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                connection ??= await ListenAsync(_source, stopping);
                _events.Doubt(); // something may have been said before we listened
                pause = FirstPause;
                await HearAsync(connection, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
            }
            catch (Exception)
            {
                await PauseAsync(pause, stopping);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }

            if (connection is not null)
            {
                await connection.DisposeAsync();
                connection = null;
            }
        }
    }

    private async Task HearAsync(NpgsqlConnection connection, CancellationToken stopping)
    {
        connection.Notification += Hear;
        try
        {
            while (true)
            {
                await connection.WaitAsync(stopping);
            }
        }
        finally
        {
            connection.Notification -= Hear;
        }
    }

    private void Hear(object sender, NpgsqlNotificationEventArgs news)
    {
        var parts = news.Payload.Split('|', 3);
        if (parts.Length == 3 && parts[0] != _origin &&
            long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
        {
            _events.Announce(parts[2], sequence);
        }
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken stopping)
    {
        try
        {
            await Task.Delay(pause, _time, stopping);
        }
        catch (OperationCanceledException)
        {
            // the loop's condition ends it
        }
    }
}
