using Homeport.Domain;
using Homeport.Platform.Processes;
using Homeport.Protocol.Services;

namespace Homeport.Host.Services;

/// <summary>What the fields of a sidecar may hold.</summary>
internal static class SidecarChecks
{
    private const int LongestName = 60;
    private const int LongestText = 8192;
    private const int MostArguments = 200;
    private const int MostVariables = 100;
    private const double LongestWait = 86_400;

    public static void CheckName(string? name, List<FieldError> errors)
    {
        if (name is not null && (name.Length is 0 or > LongestName || !name.All(one => char.IsAsciiLetterOrDigit(one) || one is '.' or '-' or '_')))
        {
            errors.Add(new FieldError("name", $"Must have 1 to {LongestName} letters, digits, points, dashes or underscores."));
        }
    }

    public static void CheckDefinition(ServiceDefinition? definition, List<FieldError> errors)
    {
        if (definition is null)
        {
            return;
        }

        CheckCommand(definition, errors);
        if (definition.WorkingDirectory is { } folder && (!Path.IsPathFullyQualified(folder) || folder.Contains('\0', StringComparison.Ordinal)))
        {
            errors.Add(new FieldError("definition/workingDirectory", "Must be an absolute path."));
        }

        CheckEnvironment(definition.Environment, errors);
        CheckDiscovery(definition.Discovery, errors);
        CheckHealth(definition.Health, errors);
        CheckSeconds("definition/startTimeoutSeconds", definition.StartTimeoutSeconds, errors);
        CheckSeconds("definition/stopGraceSeconds", definition.StopGraceSeconds, errors);
        if (definition.Backoff is { } backoff)
        {
            CheckSeconds("definition/backoff/baseSeconds", backoff.BaseSeconds, errors);
            CheckSeconds("definition/backoff/capSeconds", backoff.CapSeconds, errors);
            CheckSeconds("definition/backoff/jitterSeconds", backoff.JitterSeconds, errors);
            CheckSeconds("definition/backoff/resetAfterSeconds", backoff.ResetAfterSeconds, errors);
            Check(backoff.Factor is null or (>= 1 and <= 10), "definition/backoff/factor", "Must be 1 to 10.", errors);
            Check(backoff.Tries is null or (>= 0 and <= 100), "definition/backoff/tries", "Must be 0 to 100.", errors);
        }
    }

    public static Problem? ToProblem(List<FieldError> errors) => errors.Count == 0
        ? null
        : new Problem(ProblemCode.InvalidRequest, "The sidecar was not stored; errors tells what to change.") { Errors = errors };

    public static Problem NotFound(string id) =>
        new(ProblemCode.NotFound, $"There is no sidecar {id}. It may have been removed; list them anew.");

    public static Problem NameTaken(string name) =>
        new(ProblemCode.Conflict, $"There is a sidecar {name} already. Choose another name, or change that one.");

    private static void CheckCommand(ServiceDefinition definition, List<FieldError> errors)
    {
        Check(
            definition.Command is null != definition.Arguments is null, "definition/command",
            "Must be given, or else definition/arguments; not both.", errors);
        Check(
            definition.Command is null || (definition.Command.Trim().Length > 0 && IsText(definition.Command)), "definition/command",
            $"Must have 1 to {LongestText} characters.", errors);
        Check(
            definition.Arguments is null || (definition.Arguments.Count is >= 1 and <= MostArguments
                && definition.Arguments[0].Length > 0 && definition.Arguments.All(IsText)),
            "definition/arguments", $"Must be 1 to {MostArguments} words, the program first.", errors);
    }

    private static void CheckEnvironment(IReadOnlyDictionary<string, string>? environment, List<FieldError> errors)
    {
        if (environment is null)
        {
            return;
        }

        Check(environment.Count <= MostVariables, "definition/environment", $"Must have at most {MostVariables} variables.", errors);
        foreach (var (name, value) in environment)
        {
            Check(!EnvironmentAllowList.IsRefused(name), $"definition/environment/{name}", "Changes how programs load, and is refused.", errors);
            Check(IsText(value), $"definition/environment/{name}", $"Must have at most {LongestText} characters.", errors);
        }
    }

    private static void CheckDiscovery(ServiceDiscovery? discovery, List<FieldError> errors)
    {
        Check(
            discovery is not { Kind: ServiceDiscoveryKind.PidFile } || (discovery.Path is { } path && Path.IsPathFullyQualified(path)),
            "definition/discovery/path", "Must be the absolute path of the file.", errors);
        Check(
            discovery is not { Kind: ServiceDiscoveryKind.Tcp } || discovery.Port is >= 1 and <= 65535,
            "definition/discovery/port", "Must be 1 to 65535.", errors);
    }

    private static void CheckHealth(ServiceHealth? health, List<FieldError> errors)
    {
        if (health is null)
        {
            return;
        }

        Check(
            health.Url is null || (Uri.TryCreate(health.Url.Replace("{port}", "80", StringComparison.Ordinal), UriKind.Absolute, out var url)
                && url.Scheme is "http" or "https"),
            "definition/health/url", "Must be an http address; {port} in it is the port that was found.", errors);
        Check(health.Port is null or (>= 1 and <= 65535), "definition/health/port", "Must be 1 to 65535.", errors);
        Check(health.Failures is null or (>= 1 and <= 100), "definition/health/failures", "Must be 1 to 100.", errors);
        CheckSeconds("definition/health/intervalSeconds", health.IntervalSeconds, errors);
        CheckSeconds("definition/health/timeoutSeconds", health.TimeoutSeconds, errors);
    }

    private static void CheckSeconds(string field, double? seconds, List<FieldError> errors) =>
        Check(seconds is null or (>= 0 and <= LongestWait), field, $"Must be 0 to {LongestWait} seconds.", errors);

    private static bool IsText(string text) => text.Length <= LongestText && !text.Contains('\0', StringComparison.Ordinal);

    private static void Check(bool isRight, string field, string message, List<FieldError> errors)
    {
        if (!isRight)
        {
            errors.Add(new FieldError(field, message));
        }
    }
}
