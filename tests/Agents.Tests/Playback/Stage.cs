using Homeport.Protocol.Tasks;
using Homeport.Testing;

namespace Homeport.Agents.Tests.Playback;

/// <summary>An adapter's conversation over a pipe that a test plays.</summary>
internal sealed class Stage(
    IAgentAdapter adapter, IAgentPipe pipe, AgentSessionSpec? spec = null, TimeProvider? time = null, IAgentFiles? files = null,
    IAgentTerminals? terminals = null) : IAsyncDisposable
{
    public static readonly AgentSessionSpec Session = new()
    {
        SessionId = "00000000-0000-7000-8000-000000000001",
        WorkingDirectory = "/repo",
        PermissionMode = PermissionMode.Ask,
    };

    public RecordingSink Sink { get; } = new();

    public IAgentConversation Conversation => field ??=
        adapter.Open(spec ?? Session, pipe, Sink, files, terminals, time ?? new ManualTime());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public Task<AgentStarted> StartAsync() => Conversation.StartAsync(Token).WaitAsync(TimeSpan.FromSeconds(60), Token);

    public Task<TurnResult> RunAsync(string prompt) => RunAsync(new AgentPrompt(prompt));

    public Task<TurnResult> RunAsync(AgentPrompt prompt) =>
        Conversation.RunTurnAsync(prompt, Token).WaitAsync(TimeSpan.FromSeconds(60), Token);

    /// <summary>Answers each approval with an option, or a question with labels.</summary>
    public Stage Answering(string? optionId, string? reason = null, params string[] values)
    {
        Sink.OnApproval = async approval => Assert.True(await Conversation.AnswerAsync(
            new()
            {
                ApprovalId = approval.Id,
                OptionId = optionId,
                Reason = reason,
                Answers = values.Length == 0 ? null : [.. approval.Questions!.Zip(values, (question, value) =>
                    new Protocol.Approvals.QuestionAnswer { QuestionId = question.Id, Values = [value] })],
            },
            Token));
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await Conversation.DisposeAsync();
        await Task.WhenAll(Sink.Answers);
        Assert.True(Conversation.Ended.IsCompletedSuccessfully);
    }
}
