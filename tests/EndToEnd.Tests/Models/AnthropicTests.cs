using System.Net;
using Homeport.Testing.Models;

namespace Homeport.EndToEnd.Tests.Models;

public sealed class AnthropicTests
{
    private const string Write =
        """{"name":"Write","input_schema":{"type":"object","properties":{"file_path":{"type":"string"},"content":{"type":"string"}},"required":["file_path","content"]}}""";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_is_written_with_the_tool_that_was_offered_below_the_folder_that_was_named()
    {
        await using var client = await ModelClient.StartAsync(Cancelled);

        var answer = await client.AskAsync("/v1/messages", Ask("fake:write-file path=a.txt content=\\\"one two\\\""), Cancelled);

        var call = answer["content"]![1]!;
        Assert.Equal("Write", call["name"]!.GetValue<string>());
        Assert.Equal("/srv/my project/a.txt", call["input"]!["file_path"]!.GetValue<string>());
        Assert.Equal("one two", call["input"]!["content"]!.GetValue<string>());
        Assert.Equal("tool_use", answer["stop_reason"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_step_is_the_number_of_tool_results_after_the_prompt()
    {
        await using var client = await ModelClient.StartAsync(Cancelled);

        var answer = await client.AskAsync("/v1/messages", Ask(
            "fake:write-file",
            """,{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"Write","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"written"},{"type":"text","text":"<system-reminder>be nice</system-reminder>"}]}"""), Cancelled);

        Assert.Equal("Done. The tool said: written", answer["content"]![0]!["text"]!.GetValue<string>());
        Assert.Equal(1, client.Server.Requests.Turns[0].Step);
    }

    [Fact]
    public async Task The_same_request_gets_the_same_answer_byte_by_byte()
    {
        await using var client = await ModelClient.StartAsync(Cancelled);

        var first = await client.AskAsync("/v1/messages", Ask("fake:tool-loop 3"), Cancelled);
        var second = await client.AskAsync("/v1/messages", Ask("fake:tool-loop 3"), Cancelled);

        Assert.Equal(first.ToJsonString(), second.ToJsonString());
    }

    [Fact]
    public async Task A_streamed_answer_holds_the_whole_text_in_order()
    {
        await using var client = await ModelClient.StartAsync(Cancelled);

        var events = await client.StreamAsync("/v1/messages", Ask("fake:long-stream 1000", stream: true), Cancelled);

        Assert.Equal("message_start", events[0]["type"]!.GetValue<string>());
        Assert.Equal("message_stop", events[^1]["type"]!.GetValue<string>());
        var deltas = events.Where(part => part["delta"]?["type"]?.GetValue<string>() == "text_delta").Select(part => part["delta"]!["text"]!.GetValue<string>());
        Assert.Equal(Enumerable.Range(1, 1000).Select(number => $"token-{number} "), deltas);
    }

    [Fact]
    public async Task A_follow_up_without_a_directive_does_not_repeat_the_old_one()
    {
        await using var client = await ModelClient.StartAsync(Cancelled);

        var answer = await client.AskAsync("/v1/messages", Ask(
            "fake:error-500",
            """,{"role":"user","content":[{"type":"text","text":"[Request interrupted by user]"},{"type":"text","text":"go on"}]}"""), Cancelled);

        Assert.Equal("Echo: go on", answer["content"]![0]!["text"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_overload_ends_after_the_given_times()
    {
        await using var client = await ModelClient.StartAsync(Cancelled);

        using var first = await client.PostAsync("/v1/messages", Ask("fake:error-529 times=1"), Cancelled);
        using var second = await client.PostAsync("/v1/messages", Ask("fake:error-529 times=1"), Cancelled);

        Assert.Equal((HttpStatusCode)529, first.StatusCode);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
    }

    [Fact]
    public async Task A_used_up_plan_says_until_when()
    {
        await using var client = await ModelClient.StartAsync(Cancelled);

        using var response = await client.PostAsync("/v1/messages", Ask("fake:usage-limit resets=7200"), Cancelled);

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal("rejected", Assert.Single(response.Headers.GetValues("anthropic-ratelimit-unified-status")));
        var reset = DateTimeOffset.FromUnixTimeSeconds(long.Parse(Assert.Single(response.Headers.GetValues("anthropic-ratelimit-unified-reset")), null));
        Assert.InRange(reset - TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(118), TimeSpan.FromMinutes(121));
    }

    [Fact]
    public async Task A_gate_holds_the_second_half_back_until_the_test_opens_it()
    {
        await using var client = await ModelClient.StartAsync(Cancelled);
        var answering = client.StreamAsync("/v1/messages", Ask("fake:echo text=\\\"a text of several deltas\\\" gate=half", stream: true), Cancelled);

        var request = await client.Server.Requests.FindTurnAsync(1, Cancelled);
        await request.Midway.WaitAsync(Cancelled);
        Assert.False(answering.IsCompleted);
        client.Server.Gates.Open("half");

        Assert.Equal("message_stop", (await answering)[^1]["type"]!.GetValue<string>());
        Assert.Equal(RequestOutcome.Answered, await request.Outcome.WaitAsync(Cancelled));
    }

    [Fact]
    public async Task A_client_that_goes_away_is_noticed()
    {
        await using var client = await ModelClient.StartAsync(Cancelled);
        using (await client.PostAsync("/v1/messages", Ask("fake:stall", stream: true), Cancelled))
        {
            await (await client.Server.Requests.FindAsync("stall", step: 0, Cancelled)).Midway.WaitAsync(Cancelled);
        }

        Assert.Equal(RequestOutcome.ClientWentAway, await client.Server.Requests.Turns[0].Outcome.WaitAsync(Cancelled));
    }

    [Fact]
    public async Task A_cut_connection_breaks_the_stream()
    {
        await using var client = await ModelClient.StartAsync(Cancelled);

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => client.StreamAsync("/v1/messages", Ask("fake:disconnect", stream: true), Cancelled));

        Assert.Equal(RequestOutcome.Cut, await client.Server.Requests.Turns[0].Outcome.WaitAsync(Cancelled));
    }

    private static string Ask(string prompt, string later = "", bool stream = false) =>
        $$"""
        {"model":"claude-fake","stream":{{(stream ? "true" : "false")}},"tools":[{{Write}}],"messages":[
          {"role":"user","content":[{"type":"text","text":"{{prompt}}"}]},
          {"role":"system","content":"# Environment\n - Primary working directory: /srv/my project\n - Platform: linux"}{{later}}]}
        """;
}
