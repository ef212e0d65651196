using Homeport.Testing.Agents;
using Homeport.Testing.Files;
using Homeport.Testing.Models;
using Homeport.Testing.Programs;

namespace Homeport.EndToEnd.Tests.Agents;

/// <summary>The ground under the tests that drive agents: the pinned programs are there, and they ask our server and nobody else.</summary>
public sealed class RealAgentTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("claude", "2.1.328")]
    [InlineData("cline", "3.0.65")]
    [InlineData("codex", "0.169.0")]
    [InlineData("copilot", "1.0.102")]
    [InlineData("gemini", "0.61.0")]
    [InlineData("opencode", "1.18.33")]
    [InlineData("pi", "0.73.1")]
    [InlineData("qwen", "0.24.4")]
    public async Task An_agent_is_the_pinned_version(string name, string version)
    {
        Assert.SkipWhen(RealAgents.WhyNot is not null, RealAgents.WhyNot ?? "");
        var agents = await RealAgents.InstallAsync(Cancelled);
        await using var models = await FakeModelServer.StartAsync(new FakeModelOptions(), Cancelled);
        using var folder = new TempFolder();
        var home = new AgentHome(folder, models, agents);

        var run = await ProgramRun.RunAsync(Path.Combine(agents.Programs, name), ["--version"], home.Path, home.Variables, Limit, Cancelled);

        Assert.Contains(version, run.MustSucceed(name).Output + run.Errors, StringComparison.Ordinal); // pi tells it on standard error
    }

    [Fact]
    public async Task Claude_Code_writes_a_file_for_the_fake_model()
    {
        Assert.SkipWhen(RealAgents.WhyNot is not null, RealAgents.WhyNot ?? "");
        var agents = await RealAgents.InstallAsync(Cancelled);
        await using var models = await FakeModelServer.StartAsync(new FakeModelOptions(), Cancelled);
        using var folder = new TempFolder();
        var home = new AgentHome(folder, models, agents);

        var run = await ProgramRun.RunAsync(
            agents.ClaudeCode,
            ["--print", "fake:write-file path=a.txt content=hello", "--permission-mode", "acceptEdits"],
            folder.Folder("a folder with spaces"), home.Variables, Limit, Cancelled);

        Assert.Contains("Done.", run.MustSucceed("claude").Output, StringComparison.Ordinal);
        Assert.Equal("hello", await File.ReadAllTextAsync(folder.At("a folder with spaces", "a.txt"), Cancelled));
        Assert.Equal(["Write"], models.Requests.Turns[0].Calls);
    }
}
