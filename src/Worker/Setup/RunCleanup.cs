using Homeport.Platform.Processes;
using Homeport.Protocol.Link;
using Homeport.Worker.Sandboxes;

namespace Homeport.Worker.Setup;

/// <summary>Runs a project's cleanup script in a worktree that is about to go. However it ends, the worktree may go.</summary>
internal sealed class RunCleanup(WorkerOptions options, Confining confining, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public async Task<RunCleanupResponse> RunAsync(RunCleanupRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var run = new ScriptRun(
                request.TaskId, options, await confining.PrepareAsync(request.Environment.Isolation, agent: null, cancellationToken), time);
            var result = await run.RunAsync(
                request.Script, request.Environment.WorktreePath,
                TaskVariables.Build(options.Environment, request.Environment), Patience, cancellationToken);
            return new RunCleanupResponse
            {
                Succeeded = result.IsSuccess,
                ExitCode = result.ExitCode,
                TimedOut = result.TimedOut,
                DurationSeconds = result.Duration.TotalSeconds,
                Output = run.Output.ToString(),
            };
        }
        catch (Exception failed) when (failed is ProcessStartException or TimeoutException or EnvironmentRefusedException or WorkerRefusedException)
        {
            return new RunCleanupResponse { Succeeded = false, TimedOut = false, DurationSeconds = 0, Output = failed.Message };
        }
    }
}
