using Homeport.Platform.Processes;

namespace Homeport.Platform.Tests.Processes;

/// <summary>What is shown of real processes.</summary>
public sealed class ProcessTableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ProcessTable _table;

    public ProcessTableTests() => _table = new ProcessTable(OwnerMarker.ForRoot(_folder.Path), TimeProvider.System);

    public void Dispose()
    {
        _table.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_tree_is_shown_with_its_role_also_what_left_its_session()
    {
        await using var child = StartMarked("setsid sleep 600 & sleep 601 & echo ready; wait");
        await ReadLineAsync(child);

        var shown = await _table.ReadAsync([], Start.Cancellation);

        Assert.Equal(child.Id, shown[0].Id);
        Assert.Equal(3, shown.Count);
        Assert.Equal(["sh", "sleep", "sleep"], shown.Select(process => process.Name));
        Assert.Equal([0, 1, 1], shown.Select(process => process.Depth));
        Assert.All(shown, process => Assert.Equal((ProcessKind.Agent, "s1", "t1"), (process.Kind, process.RoleId, process.TaskId)));
        Assert.All(shown, process => Assert.InRange(process.ResidentBytes, 100_000, 100_000_000));
        Assert.All(shown, process => Assert.InRange(process.SharedBytes, 0, process.ResidentBytes));
        Assert.All(shown, process => Assert.InRange(TimeProvider.System.GetUtcNow() - process.StartedAt, TimeSpan.FromSeconds(-2), TimeSpan.FromMinutes(2)));
        Assert.Contains(shown, process => process.CommandLine == "sleep 601");
        Assert.InRange(ProcessSample.MemoryOf(shown), shown.Max(process => process.ResidentBytes), shown.Sum(process => process.ResidentBytes));
    }

    [Fact]
    public async Task What_computes_has_a_share_of_a_processor_and_what_sleeps_has_none()
    {
        await using var busy = StartMarked("while :; do :; done");
        await using var idle = StartMarked("echo ready; exec sleep 600");
        await ReadLineAsync(idle);

        var shown = await _table.ReadAsync([], Start.Cancellation);

        Assert.InRange(shown.Single(process => process.Id == busy.Id).CpuPercent, 5, 140);
        Assert.InRange(shown.Single(process => process.Id == idle.Id).CpuPercent, 0, 4);
    }

    [Fact]
    public async Task Processes_of_other_installations_are_not_shown_and_descendants_of_a_named_one_are()
    {
        await using var foreign = ChildProcess.Start(
            Start.Shell("sleep 600 & echo ready; wait") with { Owner = OwnerMarker.ForRoot("/elsewhere") }, TimeProvider.System);
        await ReadLineAsync(foreign);

        Assert.Empty(await _table.ReadAsync([], Start.Cancellation));
        using var second = new ProcessTable(OwnerMarker.ForRoot(_folder.Path), TimeProvider.System);
        var named = await second.ReadAsync([ProcessIdentity.Of(foreign.Id)!.Value], Start.Cancellation);

        Assert.Equal(2, named.Count);
        Assert.All(named, process => Assert.Equal((ProcessKind.Other, null), (process.Kind, process.TaskId)));
    }

    [Fact]
    public async Task A_second_question_within_half_a_second_is_answered_from_the_first()
    {
        await using var child = StartMarked("echo ready; exec sleep 600");
        await ReadLineAsync(child);

        var first = await _table.ReadAsync([], Start.Cancellation);
        await child.KillAsync(Start.Cancellation);

        Assert.Same(first, await _table.ReadAsync([], Start.Cancellation));
    }

    [Fact]
    public async Task A_long_command_line_is_cut_and_an_odd_one_read()
    {
        await using var child = ChildProcess.Start(
            Start.Program("/bin/sh", "-c", "echo ready; read x; :", "(odd) name\n", new string('x', 5000)) with { Owner = OwnerMarker.ForRoot(_folder.Path) },
            TimeProvider.System);
        await ReadLineAsync(child);

        var shown = Assert.Single(await _table.ReadAsync([], Start.Cancellation));

        Assert.StartsWith("sh -c echo ready; read x; : (odd) name", shown.CommandLine, StringComparison.Ordinal);
        Assert.EndsWith("…", shown.CommandLine, StringComparison.Ordinal);
        Assert.Equal(201, shown.CommandLine.Length);
    }

    private ChildProcess StartMarked(string script) => ChildProcess.Start(
        Start.Shell(script) with { Owner = OwnerMarker.ForRoot(_folder.Path), Role = new ProcessRole(ProcessKind.Agent, "s1", "t1") },
        TimeProvider.System);

    private static async Task ReadLineAsync(ChildProcess child)
    {
        var line = new byte[6]; // "ready" and its line break
        await child.Output.ReadExactlyAsync(line, Start.Cancellation);
    }
}
