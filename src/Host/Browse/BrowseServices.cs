using Homeport.Host.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace Homeport.Host.Browse;

internal static class BrowseServices
{
    public static IServiceCollection AddBrowse(this IServiceCollection services) =>
        services.AddSingleton<IOperationSource, BrowseOperations>();
}
