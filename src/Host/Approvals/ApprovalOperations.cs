using Homeport.Domain.Access;
using Homeport.Host.Operations;
using Homeport.Protocol.Approvals;
using Homeport.Protocol;
using static Homeport.Host.Operations.Route;

namespace Homeport.Host.Approvals;

/// <summary>What can be done with what agents ask.</summary>
internal sealed class ApprovalOperations(
    ApprovalReading reading, GiveAnswer answer, ReadRules rules, CreateRule create, UpdateRule update, TestRules test) : IOperationSource
{
    private const string Rule = """{"id": "0198c0de-0000-7000-8000-000000000005"}""";

    public void Register(OperationCatalogue operations)
    {
        operations.Add<ListApprovalsRequest, ListApprovalsResponse>("listApprovals", Get("/api/approvals"), Permission.Read, reading.ListAsync)
            .Describe("Lists what agents ask or asked, oldest first, by task and state.")
            .Example("""{"state": "pending"}""").AsList("approvals");
        operations.Add<GetApprovalRequest, ApprovalResponse>("getApproval", Get("/api/approvals/{id}"), Permission.Read, reading.GetAsync)
            .Describe("Shows one approval.").Example("""{"id": "0198c0de-0000-7000-8000-000000000004"}""");
        operations.Add<AnswerApprovalRequest, ApprovalResponse>("answerApproval", Post("/api/approvals/{approvalId}/answer"), Permission.TaskWrite, answer.RunAsync)
            .Describe("Answers a permission, a plan or a question, and keeps a rule with it. The first answer wins, a later one is a conflict that tells who answered what.")
            .Example("""{"approvalId": "0198c0de-0000-7000-8000-000000000004", "optionId": "allow_once", "keep": {"scope": "project", "toolName": "shell", "patternKind": "prefix", "pattern": "npm test *"}}""");
        operations.Add<ListPermissionRulesRequest, ListPermissionRulesResponse>("listPermissionRules", Get("/api/permission-rules"), Permission.Read, rules.ListAsync)
            .Describe("Lists the rules that answer what agents ask, newest first.").Example("""{"scope": "everywhere"}""").AsList("permissionRules");
        operations.Add<CreatePermissionRuleRequest, PermissionRuleResponse>("createPermissionRule", Post("/api/permission-rules"), Permission.TaskWrite, create.RunAsync)
            .Describe("Makes a rule, or changes the one that covers the same. What waits is judged by it at once.")
            .Example("""{"effect": "deny", "scope": "everywhere", "toolName": "shell", "patternKind": "prefix", "pattern": "git push *", "name": "never push"}""");
        operations.Add<UpdatePermissionRuleRequest, PermissionRuleResponse>("updatePermissionRule", Patch("/api/permission-rules/{id}"), Permission.TaskWrite, update.RunAsync)
            .Describe("Changes what is given of a rule.").Example("""{"id": "0198c0de-0000-7000-8000-000000000005", "effect": "ask", "version": 1}""");
        operations.Add<DeletePermissionRuleRequest, NoResponse>("deletePermissionRule", Delete("/api/permission-rules/{id}"), Permission.TaskWrite, update.RemoveAsync)
            .Describe("Forgets a rule: the agent asks again.").Example(Rule);
        operations.Add<TestPermissionRulesRequest, TestPermissionRulesResponse>("testPermissionRules", Post("/api/permission-rules/test"), Permission.Read, test.RunAsync)
            .Describe("Says what rules would answer to a command, an edit or another tool, and which one decides. Nothing is asked and nothing kept.")
            .Example("""{"command": "npm test && git push"}""");
    }
}
