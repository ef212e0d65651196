using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Homeport.Rpc.Tests;

/// <summary>The examples of section 7 of the JSON-RPC 2.0 specification, and what it leaves open.</summary>
public sealed class RpcBatchTests
{
    private const string ParseErrorReply = """{"jsonrpc":"2.0","error":{"code":-32700},"id":null}""";
    private const string InvalidReply = """{"jsonrpc":"2.0","error":{"code":-32600},"id":null}""";

    [Theory]
    [InlineData("""{"jsonrpc": "2.0", "method": "subtract", "params": [42, 23], "id": 1}""", """{"jsonrpc": "2.0", "result": 19, "id": 1}""")]
    [InlineData("""{"jsonrpc": "2.0", "method": "subtract", "params": [23, 42], "id": 2}""", """{"jsonrpc": "2.0", "result": -19, "id": 2}""")]
    [InlineData("""{"jsonrpc": "2.0", "method": "subtract", "params": {"subtrahend": 23, "minuend": 42}, "id": 3}""", """{"jsonrpc": "2.0", "result": 19, "id": 3}""")]
    [InlineData("""{"jsonrpc": "2.0", "method": "subtract", "params": {"minuend": 42, "subtrahend": 23}, "id": 4}""", """{"jsonrpc": "2.0", "result": 19, "id": 4}""")]
    [InlineData("""{"jsonrpc": "2.0", "method": "update", "params": [1,2,3,4,5]}""", null)]
    [InlineData("""{"jsonrpc": "2.0", "method": "foobar"}""", null)]
    [InlineData("""{"jsonrpc": "2.0", "method": "foobar", "id": "1"}""", """{"jsonrpc": "2.0", "error": {"code": -32601}, "id": "1"}""")]
    [InlineData("""{"jsonrpc": "2.0", "method": "foobar, "params": "bar", "baz]""", ParseErrorReply)]
    [InlineData("""{"jsonrpc": "2.0", "method": 1, "params": "bar"}""", InvalidReply)]
    [InlineData("""
        [
          {"jsonrpc": "2.0", "method": "sum", "params": [1,2,4], "id": "1"},
          {"jsonrpc": "2.0", "method"
        ]
        """, ParseErrorReply)]
    [InlineData("[]", InvalidReply)]
    [InlineData("[1]", $"[{InvalidReply}]")]
    [InlineData("[1,2,3]", $"[{InvalidReply},{InvalidReply},{InvalidReply}]")]
    [InlineData("""
        [
          {"jsonrpc": "2.0", "method": "sum", "params": [1,2,4], "id": "1"},
          {"jsonrpc": "2.0", "method": "notify_hello", "params": [7]},
          {"jsonrpc": "2.0", "method": "subtract", "params": [42,23], "id": "2"},
          {"foo": "boo"},
          {"jsonrpc": "2.0", "method": "foo.get", "params": {"name": "myself"}, "id": "5"},
          {"jsonrpc": "2.0", "method": "get_data", "id": "9"}
        ]
        """, $$"""
        [
          {"jsonrpc": "2.0", "result": 7, "id": "1"},
          {"jsonrpc": "2.0", "result": 19, "id": "2"},
          {{InvalidReply}},
          {"jsonrpc": "2.0", "error": {"code": -32601}, "id": "5"},
          {"jsonrpc": "2.0", "result": ["hello", 5], "id": "9"}
        ]
        """)]
    [InlineData("""
        [
          {"jsonrpc": "2.0", "method": "notify_sum", "params": [1,2,4]},
          {"jsonrpc": "2.0", "method": "notify_hello", "params": [7]}
        ]
        """, null)]
    public Task The_examples_of_the_specification_are_answered(string request, string? expected) => AssertAnswerAsync(request, expected);

    [Theory]
    [InlineData("", ParseErrorReply)]
    [InlineData("null", InvalidReply)]
    [InlineData("\"text\"", InvalidReply)]
    [InlineData("""{"jsonrpc":"2.0","method":"sum","params":[1],"id":1} {}""", ParseErrorReply)]
    [InlineData("""{"jsonrpc":"1.0","method":"sum","params":[1],"id":1}""", """{"jsonrpc":"2.0","error":{"code":-32600},"id":1}""")]
    [InlineData("""{"jsonrpc":"2.0","method":"sum","params":[1],"id":{}}""", InvalidReply)]
    [InlineData("""{"jsonrpc":"2.0","method":"sum","params":"x","id":7}""", """{"jsonrpc":"2.0","error":{"code":-32600},"id":7}""")]
    [InlineData("""{"jsonrpc":"2.0","method":"sum","params":null,"id":1}""", """{"jsonrpc":"2.0","result":0,"id":1}""")]
    [InlineData("""{"jsonrpc":"2.0","result":19,"id":1}""", InvalidReply)]
    [InlineData("""[[{"jsonrpc":"2.0","method":"sum","params":[1],"id":1}]]""", $"[{InvalidReply}]")]
    [InlineData("""{"jsonrpc":"2.0","method":"sum","params":[1],"id":1,"extra":{"a":[1,2]}}""", """{"jsonrpc":"2.0","result":1,"id":1}""")]
    [InlineData("""{"jsonrpc":"2.0","method":"\ud800","id":1}""", ParseErrorReply)]
    public Task What_the_specification_leaves_to_the_reader_is_answered_strictly(string request, string expected) => AssertAnswerAsync(request, expected);

    [Fact]
    public async Task Nesting_deeper_than_64_is_refused()
    {
        var nested = new string('[', 62) + new string(']', 62);
        await AssertAnswerAsync($$"""{"jsonrpc":"2.0","method":"keep","params":{{nested}},"id":1}""", """{"jsonrpc":"2.0","result":null,"id":1}""");

        var tooDeep = new string('[', 65) + new string(']', 65);
        await AssertAnswerAsync($$"""{"jsonrpc":"2.0","method":"keep","params":{{tooDeep}},"id":1}""", ParseErrorReply);
    }

    [Fact]
    public void A_batch_over_the_limit_is_refused_as_a_whole()
    {
        var one = """{"jsonrpc":"2.0","method":"sum","id":1}""";
        var batch = RpcBatch.Parse(Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat(one, 11))}]"), maxEntries: 10);

        var entry = Assert.Single(batch.Entries);
        Assert.Equal(RpcErrorCode.InvalidRequest, entry.Error!.Code);
        Assert.Contains("10", entry.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_no_utf8_are_a_parse_error()
    {
        byte[] request = [.. "{\"jsonrpc\":\"2.0\",\"method\":\""u8, 0xff, 0xfe, .. "\",\"id\":1}"u8];

        var answer = await RpcBatch.Parse(request).AnswerAsync(Calculator(), null, TestContext.Current.CancellationToken);

        Assert.Contains("-32700", Encoding.UTF8.GetString(answer!), StringComparison.Ordinal);
    }

    private static async Task AssertAnswerAsync(string request, string? expected)
    {
        var answer = await RpcBatch.Parse(Encoding.UTF8.GetBytes(request)).AnswerAsync(Calculator(), null, TestContext.Current.CancellationToken);

        if (expected is null)
        {
            Assert.Null(answer);
            return;
        }

        var actual = JsonNode.Parse(answer)!;
        foreach (var reply in actual is JsonArray replies ? replies.ToArray() : [actual])
        {
            if (reply!["error"] is JsonObject error)
            {
                Assert.NotEmpty(error["message"]!.GetValue<string>());
                error.Remove("message");
            }
        }

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), actual.ToJsonString());
    }

    private static ScriptedHandler Calculator() => new ScriptedHandler()
        .On("keep", _ => RpcReply.Empty)
        .On("sum", request => Number(request.ReadParams()?.EnumerateArray().Sum(number => number.GetInt32()) ?? 0))
        .On("get_data", _ => RpcReply.FromJson("""["hello", 5]"""u8.ToArray()))
        .On("subtract", request =>
        {
            var parameters = request.ReadParams()!.Value;
            return parameters.ValueKind == JsonValueKind.Array
                ? Number(parameters[0].GetInt32() - parameters[1].GetInt32())
                : Number(parameters.GetProperty("minuend").GetInt32() - parameters.GetProperty("subtrahend").GetInt32());
        });

    private static RpcReply Number(int value) => RpcReply.FromJson(JsonSerializer.SerializeToUtf8Bytes(value, TestJson.Default.Int32));
}
