using Homeport.Host.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace Homeport.Host.Workspaces;

internal static class WorkspaceServices
{
    public static IServiceCollection AddWorkspaces(this IServiceCollection services) => services
        .AddSingleton<FirstWorkspace>()
        .AddSingleton<CreateWorkspace>()
        .AddSingleton<ListWorkspaces>()
        .AddSingleton<IOperationSource, WorkspaceOperations>();
}
