using Homeport.Host.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace Homeport.Host.Repositories;

internal static class RepositoryServices
{
    public static IServiceCollection AddRepositories(this IServiceCollection services) => services
        .AddSingleton<AddRepository>()
        .AddSingleton<ReadRepositories>()
        .AddSingleton<RemoveRepository>()
        .AddSingleton<IOperationSource, RepositoryOperations>();
}
