using System.Diagnostics;
using System.Diagnostics.Metrics;
using Homeport.Domain;

namespace Homeport.Host.Operations;

/// <summary>One span and one measurement of each call, for those who listen.</summary>
internal static class OperationTelemetry
{
    public const string Name = "Homeport.Host";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);

    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "homeport.operation.duration", "s", "How long operations take, by operation and outcome.");

    public static bool IsWatched => Duration.Enabled || Source.HasListeners();

    public static Activity? Start(Operation operation) => Source.StartActivity(operation.Name, ActivityKind.Server);

    public static void Finish(Activity? span, Operation operation, Problem? problem, TimeSpan elapsed)
    {
        var outcome = problem?.Code.Word() ?? "ok";
        if (problem is { Code: ProblemCode.Internal or ProblemCode.Unavailable })
        {
            span?.SetStatus(ActivityStatusCode.Error, outcome);
        }

        span?.SetTag("homeport.outcome", outcome);
        Duration.Record(
            elapsed.TotalSeconds, new KeyValuePair<string, object?>("operation", operation.Name), new KeyValuePair<string, object?>("outcome", outcome));
    }
}
