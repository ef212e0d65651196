using Homeport.Protocol;

namespace Homeport.Cli;

/// <summary>A command that ends with a problem, which is printed as a person or a program can read it.</summary>
/// <param name="exitCode">One of <see cref="ExitCodes"/>.</param>
/// <param name="problem">Its detail tells what happened, why, and what to do next.</param>
internal sealed class CommandException(int exitCode, ErrorData problem) : Exception(problem.Detail ?? problem.Code)
{
    public CommandException(int exitCode, string code, string detail)
        : this(exitCode, new ErrorData { Code = code, Detail = detail })
    {
    }

    public int ExitCode { get; } = exitCode;

    public ErrorData Problem { get; } = problem;

    public static CommandException Usage(string detail) => new(ExitCodes.Usage, ErrorCodes.InvalidRequest, detail);
}
