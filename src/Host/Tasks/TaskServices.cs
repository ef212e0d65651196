using Homeport.Host.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace Homeport.Host.Tasks;

internal static class TaskServices
{
    public static IServiceCollection AddTasks(this IServiceCollection services) => services
        .AddSingleton<TaskChecks>()
        .AddSingleton<TaskWorktrees>()
        .AddSingleton<PromptQueue>()
        .AddSingleton<CreateTask>()
        .AddSingleton<TaskViews>()
        .AddSingleton<TaskReading>()
        .AddSingleton<EditTask>()
        .AddSingleton<MoveTask>()
        .AddSingleton<StartTask>()
        .AddSingleton<StopTask>()
        .AddSingleton<SendPrompt>()
        .AddSingleton<SteerTurn>()
        .AddSingleton<InterruptTurn>()
        .AddSingleton<ScheduleResume>()
        .AddSingleton<EditQueue>()
        .AddSingleton<TrashTask>()
        .AddSingleton<IOperationSource, TaskOperations>()
        .AddHostedService<TrashCollector>();
}
