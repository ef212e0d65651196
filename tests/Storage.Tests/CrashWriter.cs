using Homeport.Storage.Events;
using Homeport.Storage.Sqlite;

namespace Homeport.Storage.Tests;

/// <summary>Writes without end and says each number that was acknowledged, until it is killed.</summary>
internal static class CrashWriter
{
    public const string Argument = "--crash-writer";

    public static readonly Migration Numbers = new(100, "numbers",
        "CREATE TABLE numbers (writer INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (writer, number))");

    public static async Task<int> RunAsync(string path)
    {
        await using var database = await SqliteDatabase.OpenAsync(path, [Numbers], TimeProvider.System, CancellationToken.None);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => WriteAsync(database, writer)));
        return 0;
    }

    private static async Task WriteAsync(SqliteDatabase database, int writer)
    {
        for (var number = 0; ; number++)
        {
            await database.WriteAsync(scope =>
            {
                scope.Execute(
                    "INSERT INTO numbers (writer, number) VALUES (@writer, @number)", ("writer", writer), ("number", number));
                scope.AppendEvent(new EventDraft("personal", "notice", new string(' ', 1000) + $"{writer} {number}"));
            }, CancellationToken.None);

            lock (Console.Out)
            {
                Console.Out.WriteLine($"{writer} {number}");
                Console.Out.Flush();
            }
        }
    }
}
