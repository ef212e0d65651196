using System.Diagnostics;

namespace Homeport.Testing.Programs;

/// <summary>What a program printed until it ended.</summary>
public sealed record ProgramRun(int ExitCode, string Output, string Errors)
{
    /// <summary>
    /// Runs a program to its end; kills it with its children when that takes longer than <paramref name="limit"/>.
    /// <paramref name="environment"/> replaces the whole environment; null inherits it.
    /// </summary>
    /// <exception cref="TimeoutException">The limit passed.</exception>
    public static async Task<ProgramRun> RunAsync(
        string program,
        IEnumerable<string> arguments,
        string workingFolder,
        IReadOnlyDictionary<string, string>? environment,
        TimeSpan limit,
        CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = workingFolder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (environment is not null)
        {
            start.Environment.Clear();
            foreach (var (name, value) in environment)
            {
                start.Environment[name] = value;
            }
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(limit);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(bound.Token);
            var errors = process.StandardError.ReadToEndAsync(bound.Token);
            await process.WaitForExitAsync(bound.Token);
            return new ProgramRun(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end within {limit}.");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>The same, for programs that are expected to succeed.</summary>
    /// <exception cref="InvalidOperationException">The exit code was not 0.</exception>
    public ProgramRun MustSucceed(string what) => ExitCode == 0
        ? this
        : throw new InvalidOperationException($"{what} failed with exit code {ExitCode}.\n{Output}\n{Errors}");
}
