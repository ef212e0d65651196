using System.Collections.Concurrent;
using System.Text.Json;
using Homeport.Agents;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Link;
using Homeport.Protocol.Tasks;
using Homeport.Worker.Setup;
using Homeport.Worker.Tests.Git;
using Homeport.Worker.Tests.Sandboxes;

namespace Homeport.Worker.Tests.Setup;

/// <summary>A worktree, and what its setup would write into the timeline.</summary>
public abstract class SetupTest : GitTest
{
    private protected RecordingSink Sink { get; } = new();

    private protected WorkerOptions Options => new()
    {
        Root = Repository.Data,
        Environment = new Dictionary<string, string>(Repository.Environment) { ["SECRET_TOKEN"] = "hidden", ["JAVA_HOME"] = "/java" },
        Program = ["homeport"],
        Version = "1",
        StopGrace = TimeSpan.FromMilliseconds(200),
    };

    private protected TaskEnvironment Environment => new()
    {
        RepositoryPath = Repository.Path,
        WorktreePath = Worktree,
        Branch = Branch,
        BaseBranch = "main",
        Ports = new Dictionary<string, int> { ["PORT"] = 20_123 },
    };

    private protected async Task<TurnResult?> SetUpAsync(
        string? script, string[]? patterns = null, int timeout = 60, CancellationToken? stop = null) =>
        await new SetupSteps(Git.CopyPlanner, Options, ConfiningOf.Machine(Options), TimeProvider.System).RunAsync(
            new AssignTaskRequest
            {
                TaskId = Task,
                SessionId = "session",
                TurnId = "turn",
                LeaseToken = 1,
                Kind = TurnKind.Implement,
                AgentType = "demo",
                PermissionMode = PermissionMode.Ask,
                WorktreePath = Worktree,
                BaseCommit = Base,
                Prompt = "do it",
                Setup = new WorktreeSetup { Environment = Environment, CopyIgnored = patterns ?? [], Script = script, TimeoutSeconds = timeout },
            },
            Sink, stop ?? Cancel);

    /// <summary>What an item became by all that was said of it.</summary>
    private protected ToolCallPayload Item(string prefix) => Sink.Calls(prefix).Aggregate((known, next) => known with
    {
        Title = next.Title ?? known.Title,
        Status = next.Status ?? known.Status,
        Content = next.Content ?? known.Content,
        ExitCode = next.ExitCode ?? known.ExitCode,
    });

    private protected sealed class RecordingSink : IAgentSink
    {
        public ConcurrentQueue<(string Kind, string? ItemId, JsonElement Payload)> Events { get; } = new();

        /// <summary>Called with each event, before it counts.</summary>
        public Action? OnEvent { get; set; }

        public IEnumerable<ToolCallPayload> Calls(string prefix) => Events
            .Where(entry => entry.Kind == EventKinds.ToolCall && entry.ItemId!.StartsWith(prefix, StringComparison.Ordinal))
            .Select(entry => entry.Payload.Deserialize(ProtocolJson.Default.ToolCallPayload)!);

        public ValueTask PublishAsync(string kind, string? itemId, JsonElement payload, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Events.Enqueue((kind, itemId, payload.Clone()));
            OnEvent?.Invoke();
            return ValueTask.CompletedTask;
        }

        public ValueTask StreamTextAsync(string kind, string itemId, string text, string? parentItemId, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask ReplaceTextAsync(string kind, string itemId, string text, string? parentItemId, bool done, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask RequestApprovalAsync(AgentApproval approval, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask CancelApprovalAsync(string approvalId, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
