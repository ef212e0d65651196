using System.Text;

namespace Homeport.Platform.Processes;

/// <summary>Runs a program to its end and collects what it wrote, within limits.</summary>
public static class Command
{
    /// <summary>How long a finished program's pipes may be held open by something it left behind before we stop reading.</summary>
    private static readonly TimeSpan DrainPatience = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan OverflowGrace = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Writes <paramref name="input"/> to the program and closes its standard input, then reads both outputs until it ends.
    /// Output beyond the limit ends the program, with <see cref="CommandResult.Truncated"/> set; error text beyond its
    /// limit is dropped. Cancellation and timeout kill the whole tree before this returns.
    /// </summary>
    /// <exception cref="ProcessStartException">The program could not be started.</exception>
    /// <exception cref="TimeoutException">It ran longer than the limit.</exception>
    public static async Task<CommandResult> RunAsync(
        ProcessStart start, ReadOnlyMemory<byte> input, CommandLimits limits, TimeProvider time, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await using var child = ChildProcess.Start(start, time); // disposing ends the tree: politely first, so git removes its locks
        using var patience = new CancellationTokenSource(limits.Timeout, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            var result = await CollectAsync(child, input, limits, time, stop.Token);
            if (!result.Truncated)
            {
                child.LetGo(); // what it left behind on purpose, such as git's own maintenance, may finish
            }

            return result;
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"'{start.FileName}' was stopped because it ran longer than {limits.Timeout.TotalSeconds:0.###} s.");
        }
    }

    private static async Task<CommandResult> CollectAsync(
        ChildProcess child, ReadOnlyMemory<byte> input, CommandLimits limits, TimeProvider time, CancellationToken cancellationToken)
    {
        using var output = new CappedOutput(limits.MaxOutputBytes, stopWhenFull: true);
        using var error = new CappedOutput(limits.MaxErrorBytes, stopWhenFull: false);
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        var writing = WriteInputAsync(child.Input, input, reading.Token);
        var readingOutput = output.ReadAsync(child.Output, reading.Token);
        var readingError = error.ReadAsync(child.Error, reading.Token);
        var streams = Task.WhenAll(writing, readingOutput, readingError);
        try
        {
            var over = await Task.WhenAny(child.Exited, readingOutput).WaitAsync(cancellationToken);
            if (over == readingOutput && output.IsFull)
            {
                await child.StopAsync(OverflowGrace, cancellationToken);
            }

            var exit = await child.Exited.WaitAsync(cancellationToken);
            if (!streams.IsCompleted)
            {
                await Task.WhenAny(streams, Task.Delay(DrainPatience, time, reading.Token));
            }

            return new CommandResult(exit, output.ToArray(), Encoding.UTF8.GetString(error.ToArray()), output.IsFull);
        }
        finally
        {
            await reading.CancelAsync();
            await streams; // never throws: a cancelled or broken stream just ends
        }
    }

    private static async Task WriteInputAsync(Stream stream, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        await using (stream)
        {
            if (!input.IsEmpty)
            {
                try
                {
                    await stream.WriteAsync(input, cancellationToken);
                }
                catch (Exception e) when (e is IOException or OperationCanceledException)
                {
                    // It may end without reading all of its input; its exit code tells whether that was right.
                }
            }
        }
    }
}
