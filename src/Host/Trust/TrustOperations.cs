using Homeport.Domain.Access;
using Homeport.Host.Operations;
using Homeport.Protocol.Trust;
using static Homeport.Host.Operations.Route;

namespace Homeport.Host.Trust;

/// <summary>What a repository may make programs do.</summary>
internal sealed class TrustOperations(ReadTrust reading, AnswerTrust answer) : IOperationSource
{
    private const string Question = """{"questionId": "0198c0de-0000-7000-8000-000000000006"}""";
    private const string Project = """{"repositoryGroupId": "0198c0de-0000-7000-8000-000000000002"}""";

    public void Register(OperationCatalogue operations)
    {
        operations.Add<ListTrustedFilesRequest, ListTrustedFilesResponse>("listTrustedFiles", Get("/api/trust"), Permission.Read, reading.ListAsync)
            .Describe("Lists the files of repositories that somebody trusts to make agents and scripts run programs, with who did when.")
            .Example(Project).AsList("trustedFiles");
        operations.Add<ListTrustQuestionsResponse>("listTrustQuestions", Get("/api/trust/questions"), Permission.Read, reading.QuestionsAsync)
            .Describe("Lists what tasks wait for: files by which their repository would make programs run, with the difference to what was trusted.")
            .Example("{}").AsList("questions");
        operations.Add<GetTrustQuestionRequest, TrustQuestionResponse>("getTrustQuestion", Get("/api/trust/questions/{id}"), Permission.Read, reading.QuestionAsync)
            .Describe("Shows the files that a task waits for, with the difference to what was trusted.")
            .Example("""{"id": "0198c0de-0000-7000-8000-000000000006"}""");
        operations.Add<AcceptTrustRequest, AcceptTrustResponse>("acceptTrust", Post("/api/trust/questions/{questionId}/accept"), Permission.ProjectWrite, answer.AcceptAsync)
            .Describe("Trusts exactly the files that a question shows. The tasks of the project that waited for them start.")
            .Example(Question);
        operations.Add<RevokeTrustRequest, RevokeTrustResponse>("revokeTrust", Post("/api/trust/revoke"), Permission.ProjectWrite, answer.RevokeAsync)
            .Describe("Trusts the files of a project no more, all of them or those at a path: the next turn asks again. What runs goes on.")
            .Example(Project);
    }
}
