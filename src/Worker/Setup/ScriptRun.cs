using System.Text;
using Homeport.Platform.Processes;
using Homeport.Worker.Sandboxes;

namespace Homeport.Worker.Setup;

/// <summary>A script of the project in <c>sh -c</c>, its two outputs as one. When it is over, nothing that it started is left.</summary>
internal sealed class ScriptRun(string taskId, WorkerOptions options, Confinement confinement, TimeProvider time)
{
    private const int HeadLength = 192 * 1024;
    private const int TailLength = 64 * 1024;

    /// <summary>The outer shell joins the outputs, so that the inner one counts the script's lines from 1.</summary>
    private const string Joined = "exec sh -c \"$1\" 2>&1";

    /// <summary>How long an ended script's output may be held open by something it left behind.</summary>
    private static readonly TimeSpan DrainPatience = TimeSpan.FromMilliseconds(500);

    /// <summary>What it has written so far.</summary>
    public BoundedText Output { get; } = new(HeadLength, TailLength);

    /// <param name="script">Shell lines.</param>
    /// <param name="folder">Where it runs.</param>
    /// <param name="environment">Exactly what it gets.</param>
    /// <param name="timeout">After which its tree is ended.</param>
    /// <param name="cancellationToken">Ends its tree before this returns.</param>
    /// <exception cref="ProcessStartException">There is no shell, or the folder is gone.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; nothing of it is left.</exception>
    public async Task<ScriptResult> RunAsync(
        string script, string folder, IReadOnlyDictionary<string, string> environment, TimeSpan timeout, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var began = time.GetTimestamp();
        var start = new ProcessStart
        {
            FileName = "sh",
            Arguments = ["-c", Joined, "sh", script],
            WorkingDirectory = folder,
            Environment = environment,
            Owner = OwnerMarker.ForRoot(options.Root),
            Role = new ProcessRole(ProcessKind.Other, "script", taskId),
        };
        await using var child = ChildProcess.Start(confinement.Apply(start), time);
        using var reading = new CancellationTokenSource();
        var outputs = Task.WhenAll(ReadAsync(child.Output, reading.Token), ReadAsync(child.Error, reading.Token));
        try
        {
            await child.Input.DisposeAsync(); // it has nobody to ask
            using var patience = new CancellationTokenSource(timeout, time);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
            try
            {
                var exit = await child.Exited.WaitAsync(ending.Token);
                await Task.WhenAny(outputs, Task.Delay(DrainPatience, time, cancellationToken));
                return new ScriptResult(exit.Code, exit.Signal, false, time.GetElapsedTime(began));
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return new ScriptResult(null, null, true, time.GetElapsedTime(began));
            }
        }
        finally
        {
            await child.StopAsync(options.StopGrace, CancellationToken.None); // bounded: grace, then SIGKILL
            await reading.CancelAsync();
            await outputs;
        }
    }

    private async Task ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var decoder = Encoding.UTF8.GetDecoder();
        var bytes = new byte[16 * 1024];
        var text = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
        try
        {
            while (await stream.ReadAsync(bytes, cancellationToken) is > 0 and var count)
            {
                Output.Append(text.AsSpan(0, decoder.GetChars(bytes, 0, count, text, 0)));
            }
        }
        catch (Exception closed) when (closed is IOException or OperationCanceledException)
        {
            // The script is gone or nobody waits for the rest.
        }
    }
}
