using Homeport.Domain;
using Homeport.Host.Access;
using Homeport.Protocol;
using Microsoft.Extensions.Logging;

namespace Homeport.Host.Backend;

/// <summary>Asks the process to end. The answer still goes out.</summary>
internal sealed partial class StopHost(StopSignal signal, ILogger<StopHost> logger)
{
    public Task<Result<NoResponse>> RunAsync(Caller caller, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        LogAsked(caller.Name, caller.Method);
        signal.Request();
        return Task.FromResult<Result<NoResponse>>(new NoResponse());
    }

    [LoggerMessage(LogLevel.Information, "{Caller} asked the host to stop ({Method})")]
    private partial void LogAsked(string caller, CredentialKind method);
}
