using System.Globalization;
using Homeport.Platform.Processes;
using Homeport.Platform.Supervision;
using Homeport.Protocol;
using Homeport.Protocol.Services;
using Homeport.Worker.Setup;

namespace Homeport.Worker.Services;

/// <summary>Turns what a person defined into what the supervisor is told.</summary>
internal static class ServiceSpecs
{
    private const int MostTries = 100;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <exception cref="WorkerRefusedException">It cannot be run so; the message says what to change.</exception>
    public static SupervisionSpec Build(StartServiceRequest request, WorkerOptions options, string logFile)
    {
        var definition = request.Definition;
        var environment = Environment(request, options);
        var (program, arguments) = Program(definition);
        return new SupervisionSpec
        {
            Name = $"the service {request.Name}",
            Start = new ProcessStart
            {
                FileName = program,
                Arguments = arguments,
                WorkingDirectory = Folder(definition.WorkingDirectory, environment),
                Environment = environment,
                Owner = options.Marker,
                Role = new ProcessRole(ProcessKind.Service, request.ServiceId, request.TaskId),
            },
            Discovery = Discover(definition.Discovery),
            Health = Health(definition.Health),
            Restart = definition.Restart switch
            {
                ServiceRestart.Always => RestartPolicy.Always,
                ServiceRestart.Never => RestartPolicy.Never,
                ServiceRestart.OnFailure or null => RestartPolicy.OnFailure,
            },
            Backoff = Backoff(definition.Backoff),
            StartTimeout = Seconds(definition.StartTimeoutSeconds, TimeSpan.FromSeconds(30)),
            StopGrace = Seconds(definition.StopGraceSeconds, TimeSpan.FromSeconds(5)),
            OutputFile = logFile,
        };
    }

    private static Dictionary<string, string> Environment(StartServiceRequest request, WorkerOptions options)
    {
        try
        {
            var additions = request.Definition.Environment ?? new Dictionary<string, string>();
            if (request.Environment is not { } task)
            {
                return TaskVariables.Allowed.Build(options.Environment, additions);
            }

            var environment = TaskVariables.Build(options.Environment, task);
            foreach (var (name, value) in EnvironmentAllowList.Usual.Build(new Dictionary<string, string>(), additions))
            {
                environment[name] = value;
            }

            return environment;
        }
        catch (EnvironmentRefusedException refused)
        {
            throw new WorkerRefusedException(ErrorCodes.InvalidRequest, refused.Message);
        }
    }

    private static (string Program, IReadOnlyList<string> Arguments) Program(ServiceDefinition definition) => definition switch
    {
        { Command: { } line, Arguments: null } => ("/bin/sh", ["-c", line]),
        { Command: null, Arguments: { Count: > 0 } words } => (words[0], [.. words.Skip(1)]),
        _ => throw new WorkerRefusedException(ErrorCodes.InvalidRequest, "A service is either a command or a list of arguments. Give one of them."),
    };

    private static string Folder(string? folder, Dictionary<string, string> environment)
    {
        folder ??= environment.GetValueOrDefault("HOME") ?? "/";
        return Path.IsPathFullyQualified(folder)
            ? folder
            : throw new WorkerRefusedException(ErrorCodes.InvalidRequest, $"The working folder '{folder}' must be an absolute path.");
    }

    private static Discovery Discover(ServiceDiscovery? discovery) => discovery switch
    {
        null or { Kind: ServiceDiscoveryKind.None } => Discovery.None,
        { Kind: ServiceDiscoveryKind.PortLine } => Discovery.PortLine,
        { Kind: ServiceDiscoveryKind.JsonLine } => Discovery.JsonLine,
        { Kind: ServiceDiscoveryKind.PidFile, Path: { } path } when Path.IsPathFullyQualified(path) => Discovery.PidFile(path),
        { Kind: ServiceDiscoveryKind.Tcp, Port: { } port and >= 1 and <= 65535 } => Discovery.TcpPort(port),
        _ => throw new WorkerRefusedException(
            ErrorCodes.InvalidRequest, "A service that is found by a PID file needs the file's absolute path, one that is found by its port needs that port."),
    };

    private static HealthCheck? Health(ServiceHealth? health)
    {
        if (health is null)
        {
            return null;
        }

        var check = health.Url is { } url ? HealthCheck.Http(url) : HealthCheck.Tcp(health.Port);
        return check with
        {
            Interval = Seconds(health.IntervalSeconds, check.Interval),
            Timeout = Seconds(health.TimeoutSeconds, check.Timeout),
            Failures = Math.Clamp(health.Failures ?? check.Failures, 1, MostTries),
        };
    }

    private static RestartBackoff Backoff(ServiceBackoff? backoff)
    {
        var usual = RestartBackoff.Default;
        return backoff is null
            ? usual
            : new RestartBackoff
            {
                Base = Seconds(backoff.BaseSeconds, usual.Base),
                Factor = Math.Clamp(backoff.Factor ?? usual.Factor, 1, 10),
                Cap = Seconds(backoff.CapSeconds, usual.Cap),
                Jitter = Seconds(backoff.JitterSeconds, usual.Jitter),
                Tries = Math.Clamp(backoff.Tries ?? usual.Tries, 0, MostTries),
                ResetAfter = Seconds(backoff.ResetAfterSeconds, usual.ResetAfter),
            };
    }

    private static TimeSpan Seconds(double? seconds, TimeSpan usual) => seconds switch
    {
        null => usual,
        >= 0 and <= 86_400 => TimeSpan.FromSeconds(seconds.Value),
        _ => throw new WorkerRefusedException(
            ErrorCodes.InvalidRequest, string.Create(CultureInfo.InvariantCulture, $"{seconds} s is no time to wait. Give 0 to {Day.TotalSeconds} s.")),
    };
}
