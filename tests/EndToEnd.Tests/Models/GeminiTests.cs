namespace Homeport.EndToEnd.Tests.Models;

public sealed class GeminiTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_tool_is_called_with_an_object()
    {
        await using var client = await ModelClient.StartAsync(Cancelled);

        var answer = await client.AskAsync("/v1beta/models/gemini-2.5-pro:generateContent", Ask("fake:shell cmd=ls"), Cancelled);

        var call = answer["candidates"]![0]!["content"]!["parts"]![1]!["functionCall"]!;
        Assert.Equal("run_shell_command", call["name"]!.GetValue<string>());
        Assert.Equal("""{"command":"ls"}""", call["args"]!.ToJsonString());
        Assert.Equal("gemini-2.5-pro", client.Server.Requests.Turns[0].Model);
    }

    [Fact]
    public async Task A_stream_ends_with_its_finish_reason()
    {
        await using var client = await ModelClient.StartAsync(Cancelled);

        var chunks = await client.StreamAsync("/v1beta/models/gemini-2.5-pro:streamGenerateContent?alt=sse", Ask("fake:thinking"), Cancelled);

        Assert.True(chunks[0]["candidates"]![0]!["content"]!["parts"]![0]!["thought"]!.GetValue<bool>());
        Assert.Equal("STOP", chunks[^1]["candidates"]![0]!["finishReason"]!.GetValue<string>());
        Assert.Equal("The answer is 42.", string.Concat(chunks.Skip(1).Select(chunk => chunk["candidates"]![0]!["content"]!["parts"]![0]!["text"]!.GetValue<string>())));
    }

    [Fact]
    public async Task A_request_for_json_gets_the_smallest_value_that_fits()
    {
        await using var client = await ModelClient.StartAsync(Cancelled);

        var answer = await client.AskAsync("/v1beta/models/gemini-2.5-pro:generateContent", """
            {"contents":[{"role":"user","parts":[{"text":"fake:shell"}]}],"generationConfig":{"responseJsonSchema":
              {"type":"object","properties":{"next":{"type":"string","enum":["user","model"]},"why":{"type":"string"},"x":{"type":"number"}},"required":["next","why"]}}}
            """, Cancelled);

        Assert.Equal("""{"next":"user","why":"fake why"}""", answer["candidates"]![0]!["content"]!["parts"]![0]!["text"]!.GetValue<string>());
    }

    private static string Ask(string prompt) =>
        $$$"""{"tools":[{"functionDeclarations":[{"name":"run_shell_command","parametersJsonSchema":{"type":"object","properties":{"command":{"type":"string"}},"required":["command"]}}]}],"contents":[{"role":"user","parts":[{"text":"{{{prompt}}}"}]}]}""";
}
