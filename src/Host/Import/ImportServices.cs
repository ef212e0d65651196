using Homeport.Host.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace Homeport.Host.Import;

internal static class ImportServices
{
    public static IServiceCollection AddImport(this IServiceCollection services) => services
        .AddSingleton<PastSessionIndex>()
        .AddSingleton<ReadPastSessions>()
        .AddSingleton<PastTranscript>()
        .AddSingleton<ResumePastSession>()
        .AddSingleton<IOperationSource, ImportOperations>();
}
