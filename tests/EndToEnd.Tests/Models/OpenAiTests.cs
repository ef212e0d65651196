namespace Homeport.EndToEnd.Tests.Models;

public sealed class OpenAiTests
{
    private const string ChatShell =
        """[{"type":"function","function":{"name":"bash","parameters":{"type":"object","properties":{"command":{"type":"string"},"description":{"type":"string"}},"required":["command","description"]}}}]""";

    private const string CodexShell =
        """[{"type":"function","name":"exec_command","parameters":{"type":"object","properties":{"cmd":{"type":"string"},"sandbox_permissions":{"type":"string"}},"required":["cmd"]}},{"type":"custom","name":"apply_patch"}]""";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Chat_calls_the_shell_and_fills_what_it_requires()
    {
        await using var client = await ModelClient.StartAsync(Cancelled);

        var answer = await client.AskAsync("/v1/chat/completions", Chat("fake:shell cmd=ls", stream: false), Cancelled);

        var call = answer["choices"]![0]!["message"]!["tool_calls"]![0]!["function"]!;
        Assert.Equal("bash", call["name"]!.GetValue<string>());
        Assert.Equal("""{"command":"ls","description":"fake description"}""", call["arguments"]!.GetValue<string>());
    }

    [Fact]
    public async Task Chat_streams_the_same_call_and_the_usage_that_was_asked_for()
    {
        await using var client = await ModelClient.StartAsync(Cancelled);

        var chunks = await client.StreamAsync("/v1/chat/completions", Chat("fake:shell cmd=ls", stream: true), Cancelled);

        var arguments = chunks.Select(chunk => chunk["choices"]!.AsArray().FirstOrDefault()?["delta"]?["tool_calls"]?[0]?["function"]?["arguments"]?.GetValue<string>());
        Assert.Equal("""{"command":"ls","description":"fake description"}""", string.Concat(arguments));
        Assert.True(chunks[^1]["usage"]!["total_tokens"]!.GetValue<int>() > 0);
    }

    [Fact]
    public async Task Responses_ask_for_more_rights_where_the_tool_can()
    {
        await using var client = await ModelClient.StartAsync(Cancelled);

        var events = await client.StreamAsync("/v1/responses", Responses("fake:ask-permission cmd=ls"), Cancelled);

        Assert.Equal(Enumerable.Range(0, events.Count), events.Select(part => part["sequence_number"]!.GetValue<int>()));
        var call = events[^1]["response"]!["output"]![1]!;
        Assert.Equal("""{"cmd":"ls","sandbox_permissions":"require_escalated"}""", call["arguments"]!.GetValue<string>());
    }

    [Fact]
    public async Task Responses_write_a_file_as_a_patch()
    {
        await using var client = await ModelClient.StartAsync(Cancelled);

        var events = await client.StreamAsync("/v1/responses", Responses("fake:write-file path=a.txt content=one"), Cancelled);

        var call = events[^1]["response"]!["output"]![1]!;
        Assert.Equal("custom_tool_call", call["type"]!.GetValue<string>());
        Assert.Equal("*** Begin Patch\n*** Add File: /srv/x/a.txt\n+one\n*** End Patch\n", call["input"]!.GetValue<string>());
    }

    private static string Chat(string prompt, bool stream) =>
        $$"""{"model":"fake-model","stream":{{(stream ? "true" : "false")}},"stream_options":{"include_usage":true},"tools":{{ChatShell}},"messages":[{"role":"user","content":"{{prompt}}"}]}""";

    private static string Responses(string prompt) =>
        $$"""
        {"model":"gpt-fake","stream":true,"tools":{{CodexShell}},"input":[
          {"type":"message","role":"user","content":[{"type":"input_text","text":"<environment_context>\n  <cwd>/srv/x</cwd>\n</environment_context>"}]},
          {"type":"message","role":"user","content":[{"type":"input_text","text":"{{prompt}}"}]}]}
        """;
}
