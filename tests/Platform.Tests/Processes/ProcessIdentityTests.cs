using Homeport.Platform.Processes;

namespace Homeport.Platform.Tests.Processes;

public sealed class ProcessIdentityTests
{
    [Fact]
    public async Task A_process_is_alive_until_it_ends()
    {
        await using var child = ChildProcess.Start(Start.Program("sleep", "600"), TimeProvider.System);
        var identity = ProcessIdentity.Of(child.Id)!.Value;

        Assert.True(identity.IsAlive());
        await child.KillAsync(Start.Cancellation);

        Assert.False(identity.IsAlive());
        Assert.Null(ProcessIdentity.Of(child.Id));
    }

    [Fact]
    public void A_number_used_again_or_of_another_boot_is_another_process()
    {
        var current = ProcessIdentity.Current;

        Assert.True(current.IsAlive());
        Assert.False((current with { Start = current.Start + "0" }).IsAlive());
        Assert.False((current with { Start = "another-boot/" + current.Start.Split('/')[1] }).IsAlive());
        Assert.Null(ProcessIdentity.Of(0));
        Assert.Null(ProcessIdentity.Of(-5));
    }

    [Theory]
    [InlineData("4711 (cat) S 1 4712 4713 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 1 0 99887766 1 2 3", 'S', 1, 4712, 4713, 99887766)]
    [InlineData("1 (a) b (c) d) Z 7 8 9 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 1 0 5", 'Z', 7, 8, 9, 5)]
    public void A_stat_line_is_read_whatever_the_name_holds(string line, char state, int parent, int group, int session, long start)
    {
        Assert.True(ProcessStat.TryParse(System.Text.Encoding.UTF8.GetBytes(line), out var stat));
        Assert.Equal(new ProcessStat((byte)state, parent, group, session, start, CpuTicks: 5 + 6), stat);
    }

    [Theory]
    [InlineData("")]
    [InlineData("12 (x")]
    [InlineData("12 (x) S 1 2 3")]
    [InlineData("12 (x) S one 2 3 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 1 0 5")]
    public void A_broken_stat_line_is_no_process(string line) =>
        Assert.False(ProcessStat.TryParse(System.Text.Encoding.UTF8.GetBytes(line), out _));

    [Fact]
    public void A_foreign_session_under_a_reused_number_is_told_by_its_start()
    {
        var ours = new ProcessStat((byte)'S', 1, 42, 42, StartTime: 100);

        Assert.True(new SessionMatch(42, ReapedAt: null).Includes(ours));
        Assert.True(new SessionMatch(42, ReapedAt: 100).Includes(ours));
        Assert.False(new SessionMatch(42, ReapedAt: 99).Includes(ours));
        Assert.False(new SessionMatch(43, ReapedAt: null).Includes(ours));
        Assert.False(new SessionMatch(42, ReapedAt: null).Includes(ours with { State = (byte)'Z' }));
    }
}
