using System.Text;
using System.Text.Json.Nodes;
using Homeport.Testing.Files;

namespace Homeport.Bench.Replay;

/// <summary>One recorded turn of an agent, taken apart so that its middle can be said many times.</summary>
/// <param name="Answers">What it answered to what opens its session and its turn, by the kind of the question.</param>
/// <param name="Turn">What it said by itself within the turn. What it asked is left out: nobody is there to answer.</param>
/// <param name="End">What ended the turn.</param>
internal sealed record AgentRecording(IReadOnlyDictionary<string, JsonObject> Answers, byte[][] Turn, JsonObject End)
{
    /// <summary>What is asked last: its answer, or what stands in its place, ends the turn.</summary>
    private const string AcpPrompt = "session/prompt";

    public int TurnBytes { get; } = Turn.Sum(line => line.Length);

    /// <param name="agent">The folder of its recordings.</param>
    /// <param name="file">Without its ending.</param>
    public static AgentRecording Load(string agent, string file)
    {
        var path = SourceTree.At("tests", "Agents.Tests", "Transcripts", agent, $"{file}.ndjson");
        Dictionary<string, string> asked = [];
        Dictionary<string, JsonObject> answers = [];
        List<byte[]> turn = [];
        foreach (var (direction, node) in File.ReadLines(path).Select(line => JsonNode.Parse(line)!.AsObject().Single()))
        {
            var message = node!.AsObject();
            if (direction == "in")
            {
                asked[IdOf(message)] = KindOf(message);
            }
            else if (IsEnd(message, asked))
            {
                return new AgentRecording(answers, [.. turn], message);
            }
            else if (IsAnswer(message) && asked.TryGetValue(IdOf(message), out var kind))
            {
                answers[kind] = message;
            }
            else if (IsOfTurn(message))
            {
                turn.Add(Encoding.UTF8.GetBytes(message.ToJsonString()));
            }
        }

        throw new InvalidDataException($"No turn ends in {path}.");
    }

    /// <summary>The name of a request or notification, in each of the protocols.</summary>
    public static string KindOf(JsonObject message) =>
        Text(message["method"]) ?? $"{Text(message["type"])} {Text(message["request"]?["subtype"])}".Trim();

    public static bool IsPrompt(string kind) => kind is "user" or "turn/start" or AcpPrompt;

    /// <summary>An answer has the id of its question in one of two places.</summary>
    public static JsonObject Answering(JsonObject answer, JsonObject question)
    {
        var copy = answer.DeepClone().AsObject();
        if (copy["response"] is JsonObject response)
        {
            response["request_id"] = question["request_id"]?.DeepClone();
        }
        else if (copy["id"] is not null)
        {
            copy["id"] = question["id"]?.DeepClone();
        }

        return copy;
    }

    private static bool IsEnd(JsonObject said, Dictionary<string, string> asked) =>
        KindOf(said) is "result" or "turn/completed" || (IsAnswer(said) && asked.GetValueOrDefault(IdOf(said)) == AcpPrompt);

    private static bool IsAnswer(JsonObject said) => said["method"] is null && (said["id"] is not null || KindOf(said) == "control_response");

    /// <summary>What is told once for a session would weigh too much when it is said in each round.</summary>
    private static bool IsOfTurn(JsonObject said) => said["id"] is null && KindOf(said) switch
    {
        "assistant" or "user" or "stream_event" or "thread/tokenUsage/updated" or "account/rateLimits/updated" => true,
        "session/update" => Text(said["params"]?["update"]?["sessionUpdate"]) != "available_commands_update",
        var kind => kind.StartsWith("item/", StringComparison.Ordinal),
    };

    private static string IdOf(JsonObject message) =>
        (message["id"] ?? message["request_id"] ?? message["response"]?["request_id"])?.ToJsonString() ?? "";

    private static string? Text(JsonNode? node) => node?.GetValue<string>();
}
