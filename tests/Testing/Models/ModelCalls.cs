using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Homeport.Testing.Models.Anthropic;
using Homeport.Testing.Models.Conversations;
using Homeport.Testing.Models.Gemini;
using Homeport.Testing.Models.OpenAi;
using Homeport.Testing.Models.Scenarios;
using Microsoft.AspNetCore.Http;

namespace Homeport.Testing.Models;

/// <summary>Every request of a <see cref="FakeModelServer"/>: reads it, finds the scene, records it, answers at the scene's pace.</summary>
internal sealed class ModelCalls
{
    private const string ScenarioHeader = "x-fake-scenario";

    private static readonly IWireFormat[] Formats = [new AnthropicMessages(), new ChatCompletions(), new Responses(), new GenerateContent()];

    private readonly FailureCount _failures = new();
    private readonly Directive _otherwise;
    private readonly RequestLog _log;
    private readonly Gates _gates;
    private readonly TimeProvider _time;
    private readonly ScenarioBook _book;
    private readonly ControlPages _pages;
    private int _count;

    public ModelCalls(FakeModelOptions options, RequestLog log, Gates gates)
    {
        _otherwise = Directive.Parse(options.DefaultScenario)
            ?? throw new ArgumentException($"'{options.DefaultScenario}' is no scenario; write it as in a prompt, for instance: echo", nameof(options));
        (_log, _gates, _time) = (log, gates, options.Time);
        _book = new ScenarioBook(_failures, options.Time);
        _pages = new ControlPages(log, gates, _failures);
    }

    public async Task AnswerAsync(HttpContext context)
    {
        var (method, path) = (context.Request.Method, context.Request.Path.Value!.TrimEnd('/'));
        if (_pages.Answer(method, path) is { } page)
        {
            await WriteAsync(context, StatusCodes.Status200OK, page);
            return;
        }

        var text = await ReadAsync(context);
        var body = ParseObject(text);
        foreach (var format in method == "POST" && body is not null ? Formats : [])
        {
            if (format.Read(path, body!) is { } request)
            {
                await AnswerAsync(context, format, request, body!);
                return;
            }
        }

        var answer = ModelLists.Answer(method, path, text.Length);
        var status = answer is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK;
        var recorded = Record(context, body, status);
        answer ??= new JsonObject { ["error"] = new JsonObject { ["type"] = "not_found_error", ["message"] = $"The fake server has no {method} {path}." } };
        await WriteAsync(context, status, answer);
        recorded.End(RequestOutcome.Answered);
    }

    private async Task AnswerAsync(HttpContext context, IWireFormat format, ModelRequest request, JsonObject body)
    {
        var scene = Scene.Of(request, context.Request.Headers[ScenarioHeader].FirstOrDefault(), _otherwise);
        var answer = _book.Answer(scene);
        var recorded = Record(context, body, answer.Failure?.Status ?? StatusCodes.Status200OK, request, scene, answer);
        try
        {
            await Task.Delay(answer.Delay, _time, context.RequestAborted);
            await SendAsync(context, format, request, answer, recorded, new AnswerIds($"{scene.Directive.Key}#{scene.Step}#{request.Turns.Count}"));
            recorded.End(answer.Midway == Midway.Cut ? RequestOutcome.Cut : RequestOutcome.Answered);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            recorded.End(RequestOutcome.ClientWentAway);
        }
    }

    private async Task SendAsync(
        HttpContext context, IWireFormat format, ModelRequest request, Answer answer, RecordedRequest recorded, AnswerIds ids)
    {
        if (answer.Failure is { } failure)
        {
            var refusal = format.Refuse(failure, _time);
            foreach (var (name, value) in refusal.Headers)
            {
                context.Response.Headers[name] = value;
            }

            await WriteAsync(context, failure.Status, refusal.Body);
        }
        else if (!request.Streamed)
        {
            if (await PassMidwayAsync(context, answer, recorded))
            {
                await WriteAsync(context, StatusCodes.Status200OK, format.Whole(request, answer, ids));
            }
        }
        else
        {
            context.Response.ContentType = "text/event-stream; charset=utf-8";
            context.Response.Headers.CacheControl = "no-cache";
            context.Response.Headers["request-id"] = ids.Next("req_");
            await StreamAsync(context, format.Stream(request, answer, ids), answer, recorded);
        }
    }

    private async Task StreamAsync(HttpContext context, IEnumerable<StreamPart> parts, Answer answer, RecordedRequest recorded)
    {
        var (half, sent) = (answer.Deltas.Count / 2, 0);
        foreach (var part in parts)
        {
            context.RequestAborted.ThrowIfCancellationRequested();
            if (part.IsTextDelta)
            {
                if (sent == half && !await PassMidwayAsync(context, answer, recorded))
                {
                    return;
                }

                if (sent > 0 && answer.BetweenDeltas > TimeSpan.Zero)
                {
                    await Task.Delay(answer.BetweenDeltas, _time, context.RequestAborted);
                }

                sent++;
            }

            var head = part.Event is null ? "" : $"event: {part.Event}\n";
            await context.Response.WriteAsync($"{head}data: {part.Data}\n\n", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }

    /// <summary>False when the answer ends here.</summary>
    private async Task<bool> PassMidwayAsync(HttpContext context, Answer answer, RecordedRequest recorded)
    {
        switch (answer.Midway)
        {
            case Midway.Stall:
                recorded.ReachMidway();
                await Task.Delay(answer.StallFor, _time, context.RequestAborted);
                return true;
            case Midway.Gate:
                recorded.ReachMidway();
                await _gates.PassAsync(answer.Gate!, context.RequestAborted);
                return true;
            case Midway.Cut:
                await Task.Delay(TimeSpan.FromMilliseconds(50), _time, context.RequestAborted); // the first half reaches the client
                recorded.ReachMidway();
                context.Abort();
                return false;
            default:
                return true;
        }
    }

    private RecordedRequest Record(
        HttpContext context, JsonObject? body, int status, ModelRequest? request = null, Scene? scene = null, Answer? answer = null)
    {
        var recorded = new RecordedRequest
        {
            Number = Interlocked.Increment(ref _count),
            Method = context.Request.Method,
            Path = context.Request.Path.Value!,
            Headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            Body = body,
            Api = request?.Api,
            Model = request?.Model,
            Streamed = request?.Streamed == true,
            Tools = [.. request?.Tools.Select(tool => tool.Name) ?? []],
            Scenario = scene?.Directive.Name,
            Step = scene?.Step ?? 0,
            IsSide = request?.IsSide == true,
            Calls = [.. answer?.Calls.Select(call => call.Tool.Name) ?? []],
            Status = status,
        };
        _log.Add(recorded);
        return recorded;
    }

    private static async Task<string> ReadAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        return await reader.ReadToEndAsync(context.RequestAborted);
    }

    private static JsonObject? ParseObject(string text)
    {
        try
        {
            return text.Length == 0 ? null : JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static async Task WriteAsync(HttpContext context, int status, JsonNode body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        if (context.Request.Method != "HEAD")
        {
            await context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
        }
    }
}
