using Homeport.Domain;
using Homeport.Host.Access;
using Homeport.Protocol;
using Homeport.Protocol.Backend;
using Microsoft.Extensions.Logging;

namespace Homeport.Host.Backend;

/// <summary>Asks the process to end. The answer still goes out.</summary>
internal sealed partial class StopHost(StopSignal signal, ILogger<StopHost> logger)
{
    public Task<Result<NoResponse>> RunAsync(StopHostRequest request, Caller caller, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        LogAsked(caller.Name, caller.Method);
        signal.Request(request.All);
        return Task.FromResult<Result<NoResponse>>(new NoResponse());
    }

    [LoggerMessage(LogLevel.Information, "{Caller} asked the host to stop ({Method})")]
    private partial void LogAsked(string caller, CredentialKind method);
}
