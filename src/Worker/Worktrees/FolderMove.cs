using Homeport.Platform.Processes;
using Homeport.Protocol;

namespace Homeport.Worker.Worktrees;

/// <summary>
/// Moves and removes whole folders. The system's own <c>cp</c> and <c>rm</c> do what a rename cannot, because they cope with
/// names that are no UTF-8, keep links as links and never follow one out of the folder.
/// </summary>
internal sealed class FolderMove(IReadOnlyDictionary<string, string> environment, TimeProvider time)
{
    private static readonly CommandLimits Patient = new() { Timeout = TimeSpan.FromMinutes(30) };

    /// <summary>A rename where possible; onto another file system a copy that is on disk before the original goes.</summary>
    public async Task RunAsync(string from, string to, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        try
        {
            Directory.Move(from, to);
        }
        catch (IOException) when (Directory.Exists(from) && !Path.Exists(to))
        {
            await CopyAsync(from, to, cancellationToken);
            await RemoveAsync(from, cancellationToken);
        }
    }

    public async Task CopyAsync(string from, string to, CancellationToken cancellationToken)
    {
        var part = to + ".part";
        if (Path.Exists(part))
        {
            await RemoveAsync(part, cancellationToken);
        }

        await RunAsync("cp", ["-a", "--", from, part], cancellationToken);
        await RunAsync("sync", [part], cancellationToken);
        Directory.Move(part, to);
    }

    /// <summary>Removes a folder for good. The caller has made sure that it may.</summary>
    public async Task RemoveAsync(string folder, CancellationToken cancellationToken)
    {
        if (await TryAsync("rm", ["-rf", "--", folder], cancellationToken) is null)
        {
            return;
        }

        await TryAsync("chmod", ["-R", "u+rwX", "--", folder], cancellationToken); // folders without write permission, such as module caches
        await RunAsync("rm", ["-rf", "--", folder], cancellationToken);
    }

    private async Task RunAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        if (await TryAsync(program, arguments, cancellationToken) is { } complaint)
        {
            throw new IOException($"'{program}' failed: {complaint.Trim()}");
        }
    }

    private async Task<string?> TryAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStart { FileName = program, Arguments = arguments, WorkingDirectory = "/", Environment = environment };
        try
        {
            var result = await Command.RunAsync(start, default, Patient, time, cancellationToken);
            return result.IsSuccess ? null : result.Error;
        }
        catch (ProcessStartException failed)
        {
            throw new WorkerRefusedException(ErrorCodes.Unavailable, failed.Message);
        }
    }
}
