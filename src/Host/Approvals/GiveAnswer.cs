using Homeport.Domain;
using Homeport.Host.Access;
using Homeport.Protocol.Approvals;

namespace Homeport.Host.Approvals;

/// <summary>A person answers. A rule that is kept with it answers at once what else waits for the same.</summary>
internal sealed class GiveAnswer(AnswerApproval answer, RuleAnswers rules)
{
    public async Task<Result<ApprovalResponse>> RunAsync(AnswerApprovalRequest request, Caller caller, CancellationToken cancellationToken)
    {
        var result = await answer.RunAsync(request, caller, cancellationToken);
        if (result.Succeeded(out var answered, out _) && answered.KeptRule is not null)
        {
            await rules.TryPendingAsync(cancellationToken);
        }

        return result;
    }
}
