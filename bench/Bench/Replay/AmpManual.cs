using System.Text;
using System.Text.Json.Nodes;

namespace Homeport.Bench.Replay;

/// <summary>A turn of Amp in the messages that its manual publishes: nobody can record one without an account.</summary>
internal static class AmpManual
{
    private const string Thread = "\"session_id\":\"T-2775dc92-90ed-4f85-8b73-8f9766029e83\"";
    private const string Usage = """{"input_tokens":10,"cache_creation_input_tokens":367,"cache_read_input_tokens":12416,"output_tokens":8,"max_tokens":224000}""";

    private static readonly string[] Turn =
    [
        $$$"""{"type":"assistant","message":{"type":"message","role":"assistant","content":[{"type":"text","text":"I will look at the files of the folder first."}],"stop_reason":"tool_use","usage":{{{Usage}}}},"parent_tool_use_id":null,{{{Thread}}}}""",
        $$$"""{"type":"assistant","message":{"type":"message","role":"assistant","content":[{"type":"tool_use","id":"toolu_01","name":"Bash","input":{"cmd":"ls -la","cwd":"/repo"}}],"stop_reason":"tool_use","usage":{{{Usage}}}},"parent_tool_use_id":null,{{{Thread}}}}""",
        $$$"""{"type":"user","message":{"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_01","content":"README.md\nsrc\ntests\n","is_error":false}]},"parent_tool_use_id":null,{{{Thread}}}}""",
        $$$"""{"type":"assistant","message":{"type":"message","role":"assistant","content":[{"type":"text","text":"There are a README and two folders."}],"stop_reason":"end_turn","usage":{{{Usage}}}},"parent_tool_use_id":null,{{{Thread}}}}""",
    ];

    public static AgentRecording Recording { get; } = new(
        new Dictionary<string, JsonObject>(),
        [.. Turn.Select(line => Encoding.UTF8.GetBytes(line))],
        JsonNode.Parse($$$"""{"type":"result","subtype":"success","duration_ms":2906,"is_error":false,"num_turns":2,"result":"There are a README and two folders.",{{{Thread}}}}""")!.AsObject());
}
