using Homeport.Platform.Processes;
using Homeport.Protocol;

namespace Homeport.Worker.Git;

/// <summary>
/// The git on this machine. Every run is without prompt, pager and editor, with a fixed environment and with the settings
/// by which a repository could make a mere look at it start programs turned off.
/// </summary>
/// <param name="fileName">Path of git, or a name to look up in the environment's PATH.</param>
/// <param name="environment">The allow-listed environment; git's own variables are added here.</param>
/// <param name="time">Bounds each run.</param>
internal sealed class GitProgram(string fileName, IReadOnlyDictionary<string, string> environment, TimeProvider time)
{
    private static readonly string[] Always =
    [
        "-c", "core.fsmonitor=false", "-c", "protocol.ext.allow=never", "-c", "core.quotepath=false",
    ];

    private static readonly string[] WithoutHooks = ["-c", "core.hooksPath=/dev/null"];

    public TimeProvider Time => time;

    /// <summary>Runs git and returns whatever its exit code was.</summary>
    /// <exception cref="WorkerRefusedException">git or the folder is missing, or it took too long.</exception>
    public async Task<GitOutput> TryAsync(GitCall call, CancellationToken cancellationToken)
    {
        var start = new ProcessStart
        {
            FileName = fileName,
            Arguments = [.. Always, .. call.RunsHooks ? [] : WithoutHooks, .. call.Settings.SelectMany(pair => (string[])["-c", pair]), .. call.Arguments],
            WorkingDirectory = call.Folder,
            Environment = EnvironmentOf(call),
        };
        try
        {
            var result = await Command.RunAsync(start, call.Input, call.Limits, time, cancellationToken);
            return new GitOutput(result.Exit.Code ?? 128 + (result.Exit.Signal ?? 0), result.Output, result.Error, result.Truncated);
        }
        catch (ProcessStartException failed)
        {
            throw failed.Failure == ProcessStartFailure.FolderMissing
                ? new WorkerRefusedException(ErrorCodes.NotFound, $"The folder {call.Folder} is not there any more, or may not be entered.")
                : new WorkerRefusedException(
                    ErrorCodes.Unavailable, $"git could not be started: {failed.Message} Install git 2.38 or later and see that it is in PATH.");
        }
        catch (TimeoutException)
        {
            throw new WorkerRefusedException(
                ErrorCodes.Timeout,
                $"git {call.Arguments[0]} was stopped after {call.Limits.Timeout.TotalSeconds:0} s in {call.Folder}. Try again when the machine is less busy.");
        }
    }

    /// <summary>Runs git and refuses anything but success.</summary>
    /// <param name="call">What to run.</param>
    /// <param name="purpose">Ends the sentence "git could not …".</param>
    /// <param name="cancellationToken">Ends git.</param>
    public async Task<GitOutput> RunAsync(GitCall call, string purpose, CancellationToken cancellationToken)
    {
        var output = await TryAsync(call, cancellationToken);
        return output.IsSuccess ? output : throw Failure(output, purpose);
    }

    public static WorkerRefusedException Failure(GitOutput output, string purpose) => output.Truncated
        ? new WorkerRefusedException(ErrorCodes.TooLarge, $"git could not {purpose}: there is more to read than {output.Output.Length >> 20} MiB.")
        : new WorkerRefusedException(ErrorCodes.Unavailable, $"git could not {purpose}: {output.Complaint()}");

    private Dictionary<string, string> EnvironmentOf(GitCall call)
    {
        var all = new Dictionary<string, string>(environment, StringComparer.Ordinal)
        {
            ["GIT_TERMINAL_PROMPT"] = "0",
            ["GIT_PAGER"] = "cat",
            ["GIT_EDITOR"] = "false",
            ["GIT_SEQUENCE_EDITOR"] = "false",
            ["SSH_ASKPASS_REQUIRE"] = "never",
        };
        if (!call.RunsHooks)
        {
            all["LC_ALL"] = "C"; // a hook speaks the person's own language, and its own git may use patterns
            all["GIT_LITERAL_PATHSPECS"] = "1";
        }

        if (call.IsRead)
        {
            all["GIT_OPTIONAL_LOCKS"] = "0";
        }

        foreach (var (name, value) in call.Environment)
        {
            all[name] = value;
        }

        return all;
    }
}
