using Homeport.Domain.Tasks;

namespace Homeport.Domain.Tests;

public sealed class UnitTaskLifecycleTests
{
    /// <summary>The table of the design, written out again: a transition that is added or lost by accident fails here.</summary>
    [Theory]
    [InlineData(UnitTaskState.Draft, "Queued Cancelled")]
    [InlineData(UnitTaskState.Blocked, "Queued Cancelled")]
    [InlineData(UnitTaskState.Queued, "Running Draft Cancelled Failed")]
    [InlineData(UnitTaskState.Running, "Waiting InReview Done Failed Interrupted Cancelled")]
    [InlineData(UnitTaskState.Waiting, "Running InReview Failed Interrupted Cancelled")]
    [InlineData(UnitTaskState.Interrupted, "Queued InReview Cancelled")]
    [InlineData(UnitTaskState.InReview, "Queued Approved PrOpen Done Rejected Cancelled")]
    [InlineData(UnitTaskState.Approved, "PrOpen Done Queued")]
    [InlineData(UnitTaskState.PrOpen, "Done InReview Queued Rejected")]
    [InlineData(UnitTaskState.Done, "Queued")]
    [InlineData(UnitTaskState.Failed, "Queued Cancelled InReview")]
    [InlineData(UnitTaskState.Rejected, "Queued")]
    [InlineData(UnitTaskState.Cancelled, "Queued")]
    public void A_task_may_go_exactly_where_the_table_says(UnitTaskState from, string allowed) =>
        Assert.Equal(allowed.Split(' '), UnitTaskLifecycle.Next(from).Select(state => state.ToString()));

    [Fact]
    public void No_state_is_its_own_successor() => Assert.All(
        Enum.GetValues<UnitTaskState>(), state => Assert.False(UnitTaskLifecycle.Allows(state, state)));
}
