using Homeport.EndToEnd.Tests.Harness;

namespace Homeport.EndToEnd.Tests.Tasks;

/// <summary>The main job with the other real agents.</summary>
public sealed class OtherAgentTests
{
    private const int Limit = 90_000;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory(Timeout = Limit)]
    [InlineData("gemini", "fake:write-file path=hello.txt")]
    [InlineData("copilot", "fake:write-file path=hello.txt")]
    [InlineData("codex", "fake:ask-permission cmd=\"touch hello.txt\"")]
    public async Task A_file_is_written_after_a_yes(string agent, string prompt)
    {
        await using var bench = await Workbench.WithRealAgentsAsync(Cancelled);
        await using var person = await Person.ConnectAsync(await bench.StartAsync(Cancelled), Cancelled);
        var project = await person.AddAsync(await bench.AddRepositoryAsync("work", Cancelled), Cancelled);
        var task = await person.StartAsync(project, agent, "ask", prompt, Cancelled);

        await person.AnswerAsync(await person.FindApprovalAsync(task, 1, Cancelled), "allow_once", Cancelled);

        await person.Events.FindTaskAsync(task, Cancelled, "in_review");
        var diff = await person.Operations.GetAsync($"/api/tasks/{task}/diff", Cancelled);
        Assert.Equal("hello.txt", Assert.Single(diff["files"]!.AsArray())!["path"]!.GetValue<string>());
    }
}
