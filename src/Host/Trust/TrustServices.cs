using Homeport.Host.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace Homeport.Host.Trust;

internal static class TrustServices
{
    public static IServiceCollection AddTrust(this IServiceCollection services) => services
        .AddSingleton<TrustGate>()
        .AddSingleton<AnswerTrust>()
        .AddSingleton<ReadTrust>()
        .AddSingleton<IOperationSource, TrustOperations>();
}
