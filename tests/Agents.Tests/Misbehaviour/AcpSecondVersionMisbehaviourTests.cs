using Homeport.Agents.Acp;
using Homeport.Agents.Tests.Playback;

namespace Homeport.Agents.Tests.Misbehaviour;

/// <summary>The same faults, in version 2 of the protocol.</summary>
public sealed class AcpSecondVersionMisbehaviourTests()
    : MisbehaviourTests(new AcpAdapter(AcpDialects.Generic), Stage.Session with { OffersNewestAcp = true })
{
    private protected override async Task GreetAsync()
    {
        Pipe.Say($$$$$"""{"jsonrpc":"2.0","id":{{{{{await HearIdAsync("initialize")}}}}},"result":{"protocolVersion":2,"info":{"name":"robo","version":"1"},"capabilities":{"session":{}}}}""");
        Pipe.Say($$$"""{"jsonrpc":"2.0","id":{{{await HearIdAsync("session/new")}}},"result":{"sessionId":"s"}}""");
    }

    private protected override async Task<Func<string>> BeginTurnAsync()
    {
        Pipe.Say($$$"""{"jsonrpc":"2.0","id":{{{await HearIdAsync("session/prompt")}}},"result":{"messageId":"u"}}""");
        Pipe.Say(Update("""{"sessionUpdate":"user_message","messageId":"u"}"""));
        Pipe.Say(Update("""{"sessionUpdate":"state_update","state":"running"}"""));
        return () => Update("""{"sessionUpdate":"state_update","state":"idle","stopReason":"end_turn"}""");
    }

    private protected override string Words(string text) =>
        Update($$$"""{"sessionUpdate":"agent_message_chunk","messageId":"m","content":{"type":"text","text":"{{{text}}}"}}""");

    private protected override (string Line, string Allow, string Refuse) Ask(string id) => (
        $$$"""{"jsonrpc":"2.0","id":{{{id}}},"method":"session/request_permission","params":{"sessionId":"s","title":"Run ls?","subject":{"type":"command","command":"ls","cwd":"/repo"},"options":[{"optionId":"y","name":"Yes","kind":"allow_once"},{"optionId":"n","name":"No","kind":"reject_once"}]}}""",
        "y", "n");

    private static string Update(string update) =>
        $$$"""{"jsonrpc":"2.0","method":"session/update","params":{"sessionId":"s","update":{{{update}}}}}""";
}
