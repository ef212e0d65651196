using Homeport.Agents.Tests.Playback;

namespace Homeport.Agents.Tests.Misbehaviour;

/// <summary>What an agent of ACP version 2 may say in two turns, written by hand after the schema.</summary>
internal static class SecondVersionScript
{
    public static Transcript Transcript { get; } = Transcript.Of(
    [
        Say("""{"id":0,"result":{"protocolVersion":2,"info":{"name":"robo","version":"9.1"},"capabilities":{"session":{"prompt":{"image":{}},"mcp":{"stdio":{}}}},"authMethods":[{"type":"agent","methodId":"a","name":"A"}]}}"""),
        Say("""{"id":1,"result":{"sessionId":"s","configOptions":[{"configId":"m","name":"Mode","category":"mode","type":"select","currentValue":"default","options":[{"value":"default","name":"Default"},{"value":"yolo","name":"Yolo"}]}],"availableCommands":[{"type":"command","name":"init","description":"Begin"}]}}"""),
        Say("""{"id":2,"result":{"configOptions":[{"configId":"m","name":"Mode","category":"mode","type":"select","currentValue":"yolo","options":[{"value":"yolo","name":"Yolo"}]}]}}"""),
        .. Turn("u1", "m1", "t1"),
        .. Turn("u2", "m2", "t2"),
    ]);

    private static IEnumerable<string> Turn(string person, string message, string call) =>
    [
        Say($$$"""{"id":3,"result":{"messageId":"{{{person}}}"}}"""),
        Update($$$"""{"sessionUpdate":"user_message","messageId":"{{{person}}}","content":[{"type":"text","text":"go on"}]}"""),
        Update("""{"sessionUpdate":"state_update","state":"running","background":[{"type":"terminal","terminalId":"x"}]}"""),
        Update($$$"""{"sessionUpdate":"agent_thought_chunk","messageId":"{{{message}}}","content":{"type":"text","text":"Hm"}}"""),
        Update($$$"""{"sessionUpdate":"agent_message_chunk","messageId":"{{{message}}}","content":{"type":"text","text":"hello"}}"""),
        Update($$$"""{"sessionUpdate":"agent_message","messageId":"{{{message}}}","content":[{"type":"text","text":"hello "},{"type":"resource_link","name":"a","uri":"file:///a"}]}"""),
        Update($$$"""{"sessionUpdate":"tool_call_update","toolCallId":"{{{call}}}","name":"edit","title":"Edit","kind":"edit","status":"in_progress","locations":[{"path":"/repo/a","line":1}],"rawInput":{"path":"/repo/a"},"content":[{"type":"diff","changes":[{"operation":"move","oldPath":"/repo/b","path":"/repo/a"}],"patch":{"format":"git_patch","text":"diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -1 +1 @@\n-x\n+y\n"}}]}"""),
        Update($$$$$"""{"sessionUpdate":"tool_call_content_chunk","toolCallId":"{{{{{call}}}}}","content":{"type":"content","content":{"type":"text","text":"piece"}}}"""),
        Update($$$"""{"sessionUpdate":"tool_call_content_chunk","toolCallId":"{{{call}}}","content":{"type":"terminal","terminalId":"x"}}"""),
        Update("""{"sessionUpdate":"terminal_update","terminalId":"x","command":"ls","cwd":"/repo","output":{"data":"bHM="},"size":{"cols":80,"rows":24}}"""),
        Update("""{"sessionUpdate":"terminal_output_chunk","terminalId":"x","data":"bHM="}"""),
        Say($$$"""{"id":90,"method":"session/request_permission","params":{"sessionId":"s","title":"May I?","description":"Because","subject":{"type":"tool_call","toolCall":{"toolCallId":"{{{call}}}"}},"options":[{"optionId":"y","name":"Yes","kind":"allow_once"}]}}"""),
        Say("""{"id":91,"method":"session/request_permission","params":{"sessionId":"s","title":"May I?","subject":{"type":"command","command":"ls","cwd":"/repo"},"options":[{"optionId":"y","name":"Yes","kind":"allow_once"}]}}"""),
        Say("""{"id":92,"method":"elicitation/create","params":{"sessionId":"s","mode":"form","message":"?","requestedSchema":{"type":"object","properties":{"a":{"type":"string"}}}}}"""),
        Update("""{"sessionUpdate":"terminal_update","terminalId":"x","exitStatus":{"exitCode":0}}"""),
        Update("""{"sessionUpdate":"plan_update","plan":{"type":"items","planId":"p","entries":[{"content":"One","priority":"high","status":"in_progress"}]}}"""),
        Update("""{"sessionUpdate":"usage_update","used":1,"size":2,"cost":{"amount":0.1,"currency":"USD"}}"""),
        Update($$$"""{"sessionUpdate":"tool_call_update","toolCallId":"{{{call}}}","status":"completed","title":null,"rawOutput":"done"}"""),
        Update("""{"sessionUpdate":"state_update","state":"idle","stopReason":"end_turn","background":[]}"""),
    ];

    private static string Update(string update) => Say($$$"""{"method":"session/update","params":{"sessionId":"s","update":{{{update}}}}}""");

    private static string Say(string message) => $$$"""{"out":{"jsonrpc":"2.0",{{{message[1..]}}}}""";
}
