using Homeport.Host.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace Homeport.Host.Reviews;

internal static class ReviewServices
{
    public static IServiceCollection AddReviews(this IServiceCollection services) => services
        .AddSingleton<TaskDiff>()
        .AddSingleton<TaskGit>()
        .AddSingleton<MergeTask>()
        .AddSingleton<ReviewComments>()
        .AddSingleton<RequestChanges>()
        .AddSingleton<IOperationSource, ReviewOperations>();
}
