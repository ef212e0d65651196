using System.Text.Json;
using Homeport.Agents;
using Homeport.Platform.Processes;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Link;
using Homeport.Protocol.Tasks;
using Homeport.Worker.Journal;
using Homeport.Worker.Sandboxes;

namespace Homeport.Worker.Setup;

/// <summary>
/// Makes a new worktree ready before the agent begins: copies what git ignores, runs the project's script. Each step is an item
/// of the turn, with its output as it comes.
/// </summary>
internal sealed class SetupSteps(CopyPlanner planner, WorkerOptions options, Confining confining, TimeProvider time)
{
    /// <summary>The code of a turn whose worktree could not be set up.</summary>
    public const string Failed = "setup_failed";

    private const string Next = "Fix the script in the project's settings, then press Retry. You can also start without the setup.";
    private const int LastLines = 4 * 1024;

    /// <returns>Null when the agent may begin; how the turn ended otherwise.</returns>
    public async Task<TurnResult?> RunAsync(AssignTaskRequest assignment, IAgentSink sink, CancellationToken cancellationToken)
    {
        if (assignment.Setup is not { } setup)
        {
            return null;
        }

        var began = time.GetTimestamp();
        try
        {
            var failure = await CopyAsync(assignment, setup, sink, cancellationToken) ?? await RunScriptAsync(assignment, setup, sink, cancellationToken);
            await sink.PublishAsync(
                EventKinds.SetupEnded, null,
                JsonSerializer.SerializeToElement(
                    new SetupEndedPayload { Succeeded = failure is null, DurationSeconds = time.GetElapsedTime(began).TotalSeconds },
                    ProtocolJson.Default.SetupEndedPayload),
                cancellationToken);
            return failure is null ? null : new TurnResult { Outcome = TurnOutcome.Failed, Failure = failure };
        }
        catch (Exception ended) when (ended is OperationCanceledException or JournalClosedException)
        {
            return new TurnResult { Outcome = TurnOutcome.Interrupted }; // stopped, or nobody takes the output; nothing of the script is left
        }
    }

    private async Task<TaskFailure?> CopyAsync(
        AssignTaskRequest assignment, WorktreeSetup setup, IAgentSink sink, CancellationToken cancellationToken)
    {
        if (setup.CopyIgnored.Count == 0)
        {
            return null;
        }

        var step = new SetupStep(sink, $"setup-copy-{assignment.TurnId}");
        await step.BeginAsync("Copy ignored files", "copy_ignored", "patterns", string.Join('\n', setup.CopyIgnored), cancellationToken);
        try
        {
            var plan = await planner.PlanAsync(setup.Environment.RepositoryPath, setup.CopyIgnored, cancellationToken);
            plan = await planner.WithoutUnignoredAsync(plan, setup.Environment.WorktreePath, cancellationToken);
            var outcome = await CopyIgnoredFiles.RunAsync(
                plan, setup.Environment.RepositoryPath, setup.Environment.WorktreePath, cancellationToken);
            var isDone = outcome.Failed.Count == 0;
            await step.EndAsync(
                isDone, $"Copy ignored files: {CopyReport.Summary(outcome)}", CopyReport.Text(plan, outcome), null, cancellationToken);
            return isDone
                ? null
                : Failure($"{outcome.Failed.Count} of the ignored files could not be copied: {outcome.Failed[0].Path}: {outcome.Failed[0].Reason}", null);
        }
        catch (Exception refused) when (refused is WorkerRefusedException or IOException or UnauthorizedAccessException)
        {
            await step.EndAsync(false, "Copy ignored files", refused.Message, null, cancellationToken);
            return Failure($"The ignored files could not be copied. {refused.Message}", null);
        }
    }

    private async Task<TaskFailure?> RunScriptAsync(
        AssignTaskRequest assignment, WorktreeSetup setup, IAgentSink sink, CancellationToken cancellationToken)
    {
        if (setup.Script is not { } script)
        {
            return null;
        }

        var step = new SetupStep(sink, $"setup-script-{assignment.TurnId}");
        var title = $"Setup: {CopyReport.FirstLine(script)}";
        await step.BeginAsync(title, "setup_script", "command", script, cancellationToken);
        ScriptRun? run = null;
        try
        {
            run = new ScriptRun(
                assignment.TaskId, options, await confining.PrepareAsync(setup.Environment.Isolation, agent: null, cancellationToken), time);
            var environment = TaskVariables.Build(options.Environment, setup.Environment);
            var timeout = TimeSpan.FromSeconds(setup.TimeoutSeconds);
            var result = await step.WatchAsync(
                run.Output, token => run.RunAsync(script, setup.Environment.WorktreePath, environment, timeout, token), time, cancellationToken);
            await step.EndAsync(result.IsSuccess, title, run.Output.ToString(), result.ExitCode, cancellationToken);
            return result.IsSuccess ? null : Failure(What(result, timeout), run.Output.End(LastLines).Trim());
        }
        catch (OperationCanceledException)
        {
            using var bound = new CancellationTokenSource(SetupStep.TellPatience, time);
            await step.ShowAsync(run?.Output.ToString() ?? "", bound.Token);
            throw;
        }
        catch (Exception failed) when (failed is ProcessStartException or TimeoutException or EnvironmentRefusedException or WorkerRefusedException)
        {
            await step.EndAsync(false, title, failed.Message, null, cancellationToken);
            return Failure($"The setup script could not be run. {failed.Message}", null);
        }
    }

    private static string What(ScriptResult result, TimeSpan timeout) => result switch
    {
        { TimedOut: true } => $"The setup script was stopped because it took longer than {timeout.TotalSeconds:0} s.",
        { ExitCode: { } code } => $"The setup script ended with exit code {code}.",
        _ => $"The setup script was ended by signal {result.Signal}.",
    };

    private static TaskFailure Failure(string message, string? lastLines)
    {
        var last = CopyReport.FirstLine(lastLines?.Split('\n')[^1] ?? "");
        return new TaskFailure
        {
            Code = Failed,
            Message = last.Length == 0 ? message : $"{message} It wrote: {last}",
            Detail = string.IsNullOrEmpty(lastLines) ? null : lastLines,
            Next = Next,
        };
    }
}
