using Homeport.Host.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace Homeport.Host.Projects;

internal static class ProjectServices
{
    public static IServiceCollection AddProjects(this IServiceCollection services) => services
        .AddSingleton<CreateProject>()
        .AddSingleton<DeleteProject>()
        .AddSingleton<EditCommands>()
        .AddSingleton<PreviewCopiedFiles>()
        .AddSingleton<ReadProjects>()
        .AddSingleton<ReorderProjects>()
        .AddSingleton<UpdateProject>()
        .AddSingleton<IOperationSource, ProjectOperations>()
        .AddSingleton<IOperationSource, CommandDefinitionOperations>();
}
