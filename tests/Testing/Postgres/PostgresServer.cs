using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Homeport.Testing.Postgres;

/// <summary>
/// A real PostgreSQL for one test run, in a folder of its own and on a Unix socket, so that no port is needed. It ends with
/// this object, and also if the test run is killed: a shell holds a pipe from us and stops the server when the pipe closes.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process _keeper;
    private readonly string _folder;
    private readonly string _settings;
    private int _databases;

    private PostgresServer(Process keeper, string folder) =>
        (_keeper, _folder, _settings) = (keeper, folder, $"Host={folder};Username=postgres;Pooling=true;Include Error Detail=true");

    /// <summary>Why the tests that need PostgreSQL cannot run here; null if they can.</summary>
    public static string? Missing => !OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS()
        ? "PostgreSQL tests run on Linux and macOS only."
        : Binaries() is null
            ? "PostgreSQL is not installed: install the package 'postgresql' (its service need not run)."
            : null;

    public static async Task<PostgresServer> StartAsync(CancellationToken cancellationToken)
    {
        var binaries = Binaries() ?? throw new InvalidOperationException(Missing);
        var folder = Directory.CreateTempSubdirectory("homeport-pg-").FullName;
        var user = await PrepareFolderAsync(folder, cancellationToken);
        await RunAsync([.. user, Path.Combine(binaries, "initdb"), "-D", $"{folder}/data", "-U", "postgres", "-A", "trust",
            "-E", "UTF8", "--locale=C", "--no-sync"], cancellationToken);

        var keeper = StartKeeper(user, binaries, folder);
        var server = new PostgresServer(keeper, folder);
        try
        {
            await server.WaitUntilReadyAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A new, empty schema in a database that the tests share: cheap, and enough for most tests.</summary>
    /// <returns>A connection string that sees only this schema.</returns>
    public async Task<string> CreateSchemaAsync(CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test{Interlocked.Increment(ref _databases)}");
        await ExecuteAsync($"CREATE SCHEMA {name}", cancellationToken);
        return $"{_settings};Database=postgres;Search Path={name}";
    }

    /// <summary>A new, empty database, for a test that needs the whole of it.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test{Interlocked.Increment(ref _databases)}");
        await ExecuteAsync($"CREATE DATABASE {name}", cancellationToken);
        return $"{_settings};Database={name}";
    }

    /// <summary>Ends all connections to a database, as a restart of the server would.</summary>
    public Task DisconnectAsync(string connectionString, CancellationToken cancellationToken) => ExecuteAsync(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity " +
        $"WHERE datname = '{new NpgsqlConnectionStringBuilder(connectionString).Database}'", cancellationToken);

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        _keeper.StandardInput.Close(); // the shell stops the server and removes the folder
        using var limit = new CancellationTokenSource(StartLimit, TimeProvider.System);
        await _keeper.WaitForExitAsync(limit.Token);
        _keeper.Dispose();
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static string? Binaries()
    {
        string[] roots = ["/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt", "/usr/pgsql"];
        var versioned = roots.Where(Directory.Exists).SelectMany(Directory.GetDirectories)
            .Select(folder => Path.Combine(folder, "bin")).OrderDescending(StringComparer.Ordinal);
        return versioned.Append("/usr/bin").FirstOrDefault(folder =>
            File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
    }

    /// <summary>PostgreSQL refuses to run as root: then it runs as the user that its package made.</summary>
    /// <returns>The words before a command.</returns>
    private static async Task<string[]> PrepareFolderAsync(string folder, CancellationToken cancellationToken)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return [];
        }

        await RunAsync(["chown", "postgres", folder], cancellationToken);
        return ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"];
    }

    private static Process StartKeeper(string[] user, string binaries, string folder)
    {
        const string Script =
            """
            trap '' INT TERM HUP
            "$1/postgres" -D "$2/data" -k "$2" -c listen_addresses= -c fsync=off -c synchronous_commit=off \
              -c full_page_writes=off -c max_connections=200 -c shared_buffers=64MB -c autovacuum=off >"$2/log" 2>&1 &
            cat >/dev/null
            kill -QUIT $! # at once: nothing of it is kept
            wait $!
            rm -rf "$2"
            """;
        string[] words = [.. user, "sh", "-c", Script, "sh", binaries, folder];
        var start = new ProcessStartInfo(words[0], words[1..]) { RedirectStandardInput = true, WorkingDirectory = "/" };
        return Process.Start(start)!;
    }

    private static async Task RunAsync(string[] words, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken).WaitAsync(StartLimit, cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', words)} failed: {await error}{await output}");
        }
    }

    private async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                await ExecuteAsync("SELECT 1", cancellationToken);
                return;
            }
            catch (NpgsqlException exception)
            {
                if (_keeper.HasExited || TimeProvider.System.GetElapsedTime(start) > StartLimit)
                {
                    var log = Path.Combine(_folder, "log");
                    throw new InvalidOperationException(
                        $"PostgreSQL did not start: {(File.Exists(log) ? await File.ReadAllTextAsync(log, cancellationToken) : "")}",
                        exception);
                }
            }

            await tick.WaitForNextTickAsync(cancellationToken);
        }
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection($"{_settings};Database=postgres");
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
