using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Homeport.Agents.Acp;
using Homeport.Agents.Tests.Playback;

namespace Homeport.Agents.Tests.Misbehaviour;

/// <summary>
/// Recorded conversations, cut and changed at random: whatever comes, a start ends in an open session or in words, a turn in a
/// result, and nothing is thrown out of the conversation. A failure names its seed.
/// </summary>
public sealed class AcpFuzzTests
{
    private const int Rounds = 60;
    private static readonly string[] Agents = ["gemini", "copilot", "opencode"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Recorded =>
        [.. Agents.SelectMany(agent => Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Transcripts", agent), "*.ndjson"))
            .Select(file => $"{Path.GetFileName(Path.GetDirectoryName(file))}/{Path.GetFileNameWithoutExtension(file)}")];

    [Theory]
    [MemberData(nameof(Recorded))]
    public async Task Nothing_that_an_agent_says_breaks_the_conversation(string recording)
    {
        var parts = recording.Split('/');
        var transcript = Transcript.Load(parts[0], parts[1]);
        for (var seed = 0; seed < Rounds; seed++)
        {
            try
            {
                await PlayAsync(transcript, seed);
            }
            catch (Exception broken) when (broken is not OperationCanceledException)
            {
                throw new InvalidOperationException($"Seed {seed} of {recording}: {broken.Message}", broken);
            }
        }
    }

    [Fact]
    public async Task Nothing_breaks_it_in_version_2_either()
    {
        var spec = Stage.Session with { OffersNewestAcp = true };
        for (var seed = 0; seed < 4 * Rounds; seed++)
        {
            try
            {
                await PlayAsync(SecondVersionScript.Transcript, seed, spec);
            }
            catch (Exception broken) when (broken is not OperationCanceledException)
            {
                throw new InvalidOperationException($"Seed {seed}: {broken.Message}", broken);
            }
        }
    }

    private static async Task PlayAsync(Transcript transcript, int seed, AgentSessionSpec? spec = null)
    {
        var pipe = new CarelessPipe(transcript, new Random(seed));
        await using var stage = new Stage(new AcpAdapter(AcpDialects.Generic), pipe, spec, terminals: new Acp.FakeTerminals());
        stage.Sink.OnApproval = async approval => await stage.Conversation.AnswerAsync(
            new() { ApprovalId = approval.Id, OptionId = approval.Options is [var first, ..] ? first.Id : null, Answers = [] }, Token);
        try
        {
            await stage.StartAsync();
            await stage.Conversation.ConfigureAsync(Protocol.Tasks.PermissionMode.Bypass, "any", Token).WaitAsync(TimeSpan.FromSeconds(60), Token);
        }
        catch (AgentStartException refused)
        {
            Assert.NotEmpty(refused.Failure.Message);
            return;
        }

        for (var turn = 0; turn < 2; turn++)
        {
            var result = await stage.RunAsync("go on");
            Assert.True(result.Failure is null || result.Failure.Message.Length > 0);
        }

        await stage.Conversation.InterruptAsync(Token);
    }

    /// <summary>
    /// Says the agent's lines one after the other whatever is said to it, each perhaps changed, twice, cut or left out; then it is
    /// gone. Answers carry the id that was asked with, mostly.
    /// </summary>
    private sealed class CarelessPipe(Transcript transcript, Random random) : IAgentPipe
    {
        private static readonly string[] Values =
            ["null", "true", "[]", "{}", "-1", "1e999", "9223372036854775808", "\"\"", "\"\\ud800\"", "\"\\u0000\"", "[[[[[[[[]]]]]]]]", "{\"type\":7}", "\"terminal\""];

        private readonly Channel<string> _asked = Channel.CreateUnbounded<string>();

        public async IAsyncEnumerable<AgentLine> ReadLinesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            foreach (var entry in transcript.Entries.Where(entry => !entry.IsFromClient))
            {
                var message = entry.Message.DeepClone().AsObject();
                if (message["method"] is null && random.Next(20) > 0)
                {
                    message["id"] = JsonNode.Parse(await AskedAsync());
                }

                foreach (var line in Spoil(message))
                {
                    var bytes = Encoding.UTF8.GetBytes(line);
                    yield return new(bytes, TooLong: random.Next(200) == 0, bytes.Length);
                    Array.Clear(bytes);
                }

                if (random.Next(60) == 0)
                {
                    yield break;
                }
            }
        }

        public ValueTask WriteLineAsync(ReadOnlyMemory<byte> utf8, CancellationToken cancellationToken)
        {
            if (JsonNode.Parse(utf8.Span)!.AsObject() is var message && message["method"] is not null && message["id"] is { } id)
            {
                _asked.Writer.TryWrite(id.ToJsonString());
            }

            return ValueTask.CompletedTask;
        }

        public ValueTask CloseInputAsync()
        {
            _asked.Writer.TryComplete();
            return ValueTask.CompletedTask;
        }

        /// <summary>The next id that was asked with; any, when nobody asks for a while.</summary>
        private async Task<string> AskedAsync()
        {
            for (var patience = 0; patience < 500; patience++)
            {
                if (_asked.Reader.TryRead(out var id))
                {
                    return id;
                }

                await Task.Yield();
            }

            return "0";
        }

        private IEnumerable<string> Spoil(JsonObject message)
        {
            var text = message.ToJsonString();
            switch (random.Next(10))
            {
                case 0:
                    yield return text[..random.Next(text.Length)];
                    break;
                case 1:
                    yield return text;
                    yield return text;
                    break;
                case 2:
                    break;
                case 3:
                    var letters = text.ToCharArray();
                    letters[random.Next(letters.Length)] = (char)random.Next(1, 0x3000);
                    yield return new string(letters).ReplaceLineEndings(" ");
                    break;
                case 4 or 5 or 6:
                    yield return Replace(text, message);
                    break;
                default:
                    yield return text;
                    break;
            }
        }

        /// <summary>Puts another value in the place of one, somewhere in the message.</summary>
        private string Replace(string text, JsonObject message)
        {
            List<(JsonObject Parent, string Name)> places = [];
            Collect(message, places);
            var (parent, name) = places[random.Next(places.Count)];
            if (parent == message && name is "id" or "jsonrpc" && random.Next(4) > 0)
            {
                return text;
            }

            const string Mark = "\"@@here@@\"";
            parent[name] = "@@here@@";
            return message.ToJsonString().Replace(Mark, Values[random.Next(Values.Length)], StringComparison.Ordinal);
        }

        private static void Collect(JsonNode? node, List<(JsonObject, string)> places)
        {
            if (node is JsonObject parent)
            {
                foreach (var (name, value) in parent)
                {
                    places.Add((parent, name));
                    Collect(value, places);
                }
            }
            else if (node is JsonArray list)
            {
                foreach (var value in list)
                {
                    Collect(value, places);
                }
            }
        }
    }
}
