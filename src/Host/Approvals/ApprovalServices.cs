using Homeport.Host.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace Homeport.Host.Approvals;

internal static class ApprovalServices
{
    public static IServiceCollection AddApprovals(this IServiceCollection services) => services
        .AddSingleton<ApprovalReading>()
        .AddSingleton<AnswerApproval>()
        .AddSingleton<GiveAnswer>()
        .AddSingleton<ReadRules>()
        .AddSingleton<CreateRule>()
        .AddSingleton<UpdateRule>()
        .AddSingleton<TestRules>()
        .AddSingleton<RuleAnswers>()
        .AddSingleton<IOperationSource, ApprovalOperations>();
}
