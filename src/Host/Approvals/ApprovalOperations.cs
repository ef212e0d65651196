using Homeport.Domain.Access;
using Homeport.Host.Operations;
using Homeport.Protocol.Approvals;
using Homeport.Protocol;
using static Homeport.Host.Operations.Route;

namespace Homeport.Host.Approvals;

/// <summary>What can be done with what agents ask.</summary>
internal sealed class ApprovalOperations(ApprovalReading reading, AnswerApproval answer, PermissionRules rules) : IOperationSource
{
    public void Register(OperationCatalogue operations)
    {
        operations.Add<ListApprovalsRequest, ListApprovalsResponse>("listApprovals", Get("/api/approvals"), Permission.Read, reading.ListAsync)
            .Describe("Lists what agents ask or asked, oldest first, by task and state.")
            .Example("""{"state": "pending"}""").AsList("approvals");
        operations.Add<GetApprovalRequest, ApprovalResponse>("getApproval", Get("/api/approvals/{id}"), Permission.Read, reading.GetAsync)
            .Describe("Shows one approval.").Example("""{"id": "0198c0de-0000-7000-8000-000000000004"}""");
        operations.Add<AnswerApprovalRequest, ApprovalResponse>("answerApproval", Post("/api/approvals/{approvalId}/answer"), Permission.TaskWrite, answer.RunAsync)
            .Describe("Answers a permission, a plan or a question. The first answer wins, a later one is a conflict.")
            .Example("""{"approvalId": "0198c0de-0000-7000-8000-000000000004", "optionId": "allow_once"}""");
        operations.Add<ListPermissionRulesRequest, ListPermissionRulesResponse>("listPermissionRules", Get("/api/permission-rules"), Permission.Read, rules.ListAsync)
            .Describe("Lists the answers that are kept because somebody chose always.").Example("{}").AsList("permissionRules");
        operations.Add<DeletePermissionRuleRequest, NoResponse>("deletePermissionRule", Delete("/api/permission-rules/{id}"), Permission.TaskWrite, rules.DeleteAsync)
            .Describe("Forgets a kept answer: the agent asks again.").Example("""{"id": "0198c0de-0000-7000-8000-000000000005"}""");
    }
}
