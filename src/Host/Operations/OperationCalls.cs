using System.Buffers;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Homeport.Domain;
using Homeport.Host.Access;
using Homeport.Storage;
using Microsoft.Extensions.Logging;

namespace Homeport.Host.Operations;

/// <summary>
/// The one way by which every interface calls an operation: permission, rate limit, trace span, metrics, and the barrier that
/// turns a bug into a problem with an id.
/// </summary>
internal sealed partial class OperationCalls(RateLimiter limiter, TimeProvider time, ILogger<OperationCalls> logger)
{
    /// <param name="arguments">A JSON object; empty counts as <c>{}</c>. Read before this returns its first unfinished task.</param>
    /// <returns>Why there is no response; null if the sink has it.</returns>
    public ValueTask<Problem?> RunAsync(
        Operation operation, ReadOnlySequence<byte> arguments, CallContext context, ResponseSink sink, CancellationToken cancellationToken)
    {
        var caller = context.Caller;
        if (!caller.Can(operation.Permission))
        {
            return ValueTask.FromResult<Problem?>(caller.Method == CredentialKind.Anonymous
                ? new Problem(ProblemCode.Unauthorized, "Log in first: open the link of 'homeport open', or send 'Authorization: Bearer …' with the token of the data folder.")
                : new Problem(ProblemCode.Forbidden, $"{operation.Name} needs the right {operation.Permission}, which this login does not have."));
        }

        return limiter.Take(caller) is { } tooMany
            ? ValueTask.FromResult<Problem?>(tooMany)
            : OperationTelemetry.IsWatched
                ? RunWatchedAsync(operation, arguments, context, sink, cancellationToken)
                : RunGuardedAsync(operation, arguments, context, sink, cancellationToken);
    }

    private async ValueTask<Problem?> RunWatchedAsync(
        Operation operation, ReadOnlySequence<byte> arguments, CallContext context, ResponseSink sink, CancellationToken cancellationToken)
    {
        using var span = OperationTelemetry.Start(operation);
        var start = time.GetTimestamp();
        var problem = await RunGuardedAsync(operation, arguments, context, sink, cancellationToken);
        OperationTelemetry.Finish(span, operation, problem, time.GetElapsedTime(start));
        return problem;
    }

    [SuppressMessage("Design", "CA1031", Justification = "The barrier of operation dispatch: a handler's bug is logged once and answered with an id.")]
    private async ValueTask<Problem?> RunGuardedAsync(
        Operation operation, ReadOnlySequence<byte> arguments, CallContext context, ResponseSink sink, CancellationToken cancellationToken)
    {
        try
        {
            return await operation.RunAsync(arguments, context, sink, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (StorageUnavailableException exception)
        {
            var traceId = NewTraceId();
            LogUnavailable(exception, operation.Name, traceId);
            return Unavailable(exception, traceId);
        }
        catch (Exception exception)
        {
            var traceId = NewTraceId();
            LogFailed(exception, operation.Name, traceId);
            return Internal(traceId);
        }
    }

    public static string NewTraceId() => (Activity.Current?.TraceId ?? ActivityTraceId.CreateRandom()).ToHexString();

    public static Problem Internal(string traceId) => new(
        ProblemCode.Internal, $"Something went wrong inside Homeport. The host's log tells more under {traceId}; 'homeport doctor' shows where it is.")
    {
        Facts = new Dictionary<string, string[]> { ["traceId"] = [traceId] },
    };

    private static Problem Unavailable(StorageUnavailableException exception, string traceId) => new(
        ProblemCode.Unavailable, exception.Failure switch
        {
            StorageFailure.DiskFull => "The disk is full. Free some space and try again; nothing was changed.",
            StorageFailure.Locked => "Another program holds the database. Close it and try again.",
            StorageFailure.ConnectionLost => "The connection to the database was lost. It may or may not have been stored; look, then try again.",
            StorageFailure.Closed => "Homeport is stopping.",
            StorageFailure.Corrupt or StorageFailure.NotWritable or StorageFailure.InputOutput or StorageFailure.LibraryMissing =>
                "The database cannot be read or written. Run 'homeport doctor' to see why.",
        })
    {
        Facts = new Dictionary<string, string[]> { ["traceId"] = [traceId] },
    };

    [LoggerMessage(LogLevel.Error, "{Operation} failed ({TraceId})")]
    private partial void LogFailed(Exception exception, string operation, string traceId);

    [LoggerMessage(LogLevel.Error, "The store was not available to {Operation} ({TraceId})")]
    private partial void LogUnavailable(Exception exception, string operation, string traceId);
}
