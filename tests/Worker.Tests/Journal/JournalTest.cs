using System.Globalization;
using System.Text.Json;
using Homeport.Protocol.Events;
using Homeport.Protocol.Link;
using Homeport.Testing.Files;
using Homeport.Worker.Journal;
using Homeport.Worker.Tests.Runs;
using Microsoft.Extensions.Logging.Abstractions;

namespace Homeport.Worker.Tests.Journal;

/// <summary>Journals in a folder of their own.</summary>
public abstract class JournalTest : IDisposable
{
    private protected const string Turn = "turn-1";

    private readonly TempFolder _folder = new();

    private protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private protected RecordingHost Host { get; init; } = new();

    private protected string Root => _folder.Path;

    private protected HeardLog Log { get; } = new();

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected string Folder(string worker) => _folder.At("worker", worker);

    /// <summary>The journals of one worker, in a folder below the test's own.</summary>
    private protected Journals Worker(string name, JournalOptions? options = null, RecordingHost? host = null) => new(
        Path.Combine(Folder(name), JournalRecovery.JournalsName), host ?? Host, options ?? new JournalOptions(), TimeProvider.System, Log);

    /// <summary>What a worker does that starts after another one died.</summary>
    private protected async Task<JournalRecovery> TakeOverAsync(Journals journals, string own, params string[] dead)
    {
        Directory.CreateDirectory(Folder(own));
        var recovery = new JournalRecovery(Folder(own), journals, NullLogger<JournalRecovery>.Instance);
        foreach (var name in dead)
        {
            await recovery.TakeOverAsync(name, Folder(name), Cancelled);
            Directory.Delete(Folder(name), recursive: true);
        }

        return recovery;
    }

    /// <summary>The journal's folder of a worker that has one.</summary>
    private protected string OnlyFolder(string worker) =>
        Directory.EnumerateDirectories(Path.Combine(Folder(worker), JournalRecovery.JournalsName)).Single();

    private protected string Segment(string worker, int number) =>
        Path.Combine(OnlyFolder(worker), number.ToString("D8", CultureInfo.InvariantCulture) + ".log");

    private protected static void Write(SessionJournal journal, int count, int first = 1, string turn = Turn)
    {
        for (var number = first; number < first + count; number++)
        {
            journal.Write(EventKinds.AgentMessage, turn, "m", Words(number));
        }
    }

    /// <summary>As an agent does, which waits when there is no room.</summary>
    private protected static async Task SpeakAsync(SessionJournal journal, int count, int first = 1)
    {
        for (var number = first; number < first + count; number++)
        {
            await journal.WaitForRoomAsync(Cancelled);
            Write(journal, 1, first: number);
        }
    }

    internal static JsonElement Words(int number) =>
        JsonDocument.Parse($$"""{"append": "word {{number}} \n ü ✓ \"quoted\"", "offset": {{number}}}""").RootElement;

    internal static ReportTaskCompleteRequest Report(string turn = Turn, long lease = 7) => new()
    {
        TaskId = "task",
        SessionId = "session",
        TurnId = turn,
        LeaseToken = lease,
        Success = true,
        Outcome = TurnOutcome.Completed,
    };

    /// <summary>All that the agent said has come, once and in order.</summary>
    private protected void AssertAll(int count) => Assert.Equal(
        Enumerable.Range(1, count),
        Host.Entries.Where(entry => entry.Kind == EventKinds.AgentMessage).Select(entry => entry.Payload.GetProperty("offset").GetInt32()));

    private protected static async Task UntilAsync(Func<bool> isDone)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        bound.CancelAfter(TimeSpan.FromSeconds(30));
        while (!isDone())
        {
            await tick.WaitForNextTickAsync(bound.Token);
        }
    }
}
