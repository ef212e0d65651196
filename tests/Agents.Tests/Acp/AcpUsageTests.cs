using System.Text.Json.Nodes;
using Homeport.Agents.Tests.Playback;
using Homeport.Protocol.Agents;

namespace Homeport.Agents.Tests.Acp;

/// <summary>Figures that come in a form of one agent's own.</summary>
public sealed class AcpUsageTests
{
    [Fact]
    public async Task Qwen_tells_them_beside_its_words_and_they_are_added_up()
    {
        var pipe = new ScriptedPipe();
        await using var stage = new Stage(AgentCatalog.Find(AgentKinds.Qwen)!, pipe);
        var starting = stage.StartAsync();
        await AnswerAsync(pipe, """{"protocolVersion":1,"agentCapabilities":{}}""");
        await AnswerAsync(pipe, """{"sessionId":"s","modes":{"currentModeId":"default","availableModes":[{"id":"default"}]}}""");
        await starting;
        var turn = stage.RunAsync("go");
        var prompt = await pipe.HearAsync();

        foreach (var used in (int[])[100, 20])
        {
            var counted = $$"""{"inputTokens":{{used}},"outputTokens":2,"thoughtTokens":1,"cachedReadTokens":5}""";
            var update = """{"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":""},"_meta":{"usage":""" + counted + "}}";
            pipe.Say("""{"jsonrpc":"2.0","method":"session/update","params":{"sessionId":"s","update":""" + update + "}}");
        }

        Answer(pipe, prompt, """{"stopReason":"end_turn"}""");
        var usage = (await turn).Usage!;

        Assert.Equal((120, 6, 10), (usage.InputTokens, usage.OutputTokens, usage.CacheReadTokens));
    }

    private static async Task AnswerAsync(ScriptedPipe pipe, string result) => Answer(pipe, await pipe.HearAsync(), result);

    private static void Answer(ScriptedPipe pipe, JsonObject asked, string result) => pipe.Say(
        new JsonObject { ["jsonrpc"] = "2.0", ["id"] = asked["id"]!.DeepClone(), ["result"] = JsonNode.Parse(result) }.ToJsonString());
}
