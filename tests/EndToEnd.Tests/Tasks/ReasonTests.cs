using System.Text.Json.Nodes;
using Homeport.EndToEnd.Tests.Harness;

namespace Homeport.EndToEnd.Tests.Tasks;

/// <summary>What a person says with an answer reaches the model behind the real agent.</summary>
public sealed class ReasonTests
{
    private const int Limit = 240_000;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory(Timeout = Limit)]
    [InlineData("claude_code")]
    [InlineData("codex")]
    [InlineData("gemini")]
    public async Task A_reason_for_a_no_reaches_the_model(string agent)
    {
        await using var bench = await Workbench.WithRealAgentsAsync(Cancelled);
        await using var person = await Person.ConnectAsync(await bench.StartAsync(Cancelled), Cancelled);
        var project = await person.AddAsync(await bench.AddRepositoryAsync("work", Cancelled), Cancelled);
        var task = await person.StartAsync(project, agent, "ask", "fake:ask-permission cmd=\"touch hello.txt\"", Cancelled);

        await person.AnswerAsync(await person.FindApprovalAsync(task, 1, Cancelled), "reject_once", Cancelled, "Use the makefile of Uppsala.");

        await bench.Models.Requests.FindAsync(request => request.Body?.ToJsonString().Contains("makefile of Uppsala", StringComparison.Ordinal) == true, Cancelled);
    }

    [Fact(Timeout = Limit)]
    public async Task Claude_Code_goes_by_the_plan_as_it_was_changed()
    {
        await using var bench = await Workbench.WithRealAgentsAsync(Cancelled);
        await using var person = await Person.ConnectAsync(await bench.StartAsync(Cancelled), Cancelled);
        var project = await person.AddAsync(await bench.AddRepositoryAsync("work", Cancelled), Cancelled);
        var task = await person.StartAsync(project, "claude_code", "plan", "fake:plan plan=\"# A plan\\n\\n1. Write hello.txt\"", Cancelled);
        var approval = await person.FindApprovalAsync(task, 1, Cancelled);

        Assert.True(approval["takesPlan"]!.GetValue<bool>());
        await person.Operations.CallAsync("answerApproval", new JsonObject
        {
            ["approvalId"] = approval["id"]!.GetValue<string>(),
            ["optionId"] = approval["options"]![0]!["id"]!.GetValue<string>(),
            ["plan"] = "# Another plan\n\n1. Paint the fence",
        }, Cancelled);

        await bench.Models.Requests.FindAsync(request => request.Body?.ToJsonString().Contains("Paint the fence", StringComparison.Ordinal) == true, Cancelled);
    }
}
