using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Homeport.Domain;
using Homeport.Host.Operations;
using Microsoft.AspNetCore.Http;

namespace Homeport.Host.Http;

/// <summary>Problems as RFC 9457 writes them.</summary>
internal static class ProblemHttp
{
    private static readonly HashSet<string> Taken = ["type", "title", "status", "code", "detail", "errors", "traceId"];

    public static int Status(this ProblemCode code) => code switch
    {
        ProblemCode.InvalidRequest => StatusCodes.Status400BadRequest,
        ProblemCode.BranchInvalid => StatusCodes.Status400BadRequest,
        ProblemCode.Unauthorized => StatusCodes.Status401Unauthorized,
        ProblemCode.Forbidden => StatusCodes.Status403Forbidden,
        ProblemCode.PathNotAllowed => StatusCodes.Status403Forbidden,
        ProblemCode.NotFound => StatusCodes.Status404NotFound,
        ProblemCode.UnknownOperation => StatusCodes.Status404NotFound,
        ProblemCode.Conflict => StatusCodes.Status409Conflict,
        ProblemCode.InvalidTransition => StatusCodes.Status409Conflict,
        ProblemCode.MergeConflict => StatusCodes.Status409Conflict,
        ProblemCode.AgentUnavailable => StatusCodes.Status409Conflict,
        ProblemCode.LeaseLost => StatusCodes.Status409Conflict,
        ProblemCode.TooLarge => StatusCodes.Status413PayloadTooLarge,
        ProblemCode.RepositoryInvalid => StatusCodes.Status422UnprocessableEntity,
        ProblemCode.RateLimited => StatusCodes.Status429TooManyRequests,
        ProblemCode.Internal => StatusCodes.Status500InternalServerError,
        ProblemCode.Unavailable => StatusCodes.Status503ServiceUnavailable,
        ProblemCode.Timeout => StatusCodes.Status504GatewayTimeout,
    };

    /// <param name="status">Where HTTP has a more exact word than the code, such as 405 or 415.</param>
    public static void Write(HttpResponse response, Problem problem, int? status = null, string? traceId = null)
    {
        var number = status ?? problem.Code.Status();
        traceId ??= (Activity.Current?.TraceId ?? ActivityTraceId.CreateRandom()).ToHexString();
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("type", $"urn:homeport:problem:{problem.Code.Word()}");
            writer.WriteString("title", problem.Code.Title());
            writer.WriteNumber("status", number);
            writer.WriteString("code", problem.Code.Word());
            writer.WriteString("detail", problem.Message);
            WriteErrors(writer, problem.Errors);
            writer.WriteString("traceId", traceId);
            foreach (var (name, values) in problem.Facts.Where(fact => !Taken.Contains(fact.Key)))
            {
                writer.WriteStartArray(name);
                foreach (var value in values)
                {
                    writer.WriteStringValue(value);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        response.StatusCode = number;
        response.ContentType = "application/problem+json";
        response.Headers.CacheControl = "no-store";
        AddHints(response, problem, number);
        response.WriteAll(buffer.WrittenSpan);
    }

    private static void WriteErrors(Utf8JsonWriter writer, IReadOnlyList<FieldError> errors)
    {
        if (errors.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("errors");
        foreach (var error in errors)
        {
            writer.WriteStartObject();
            writer.WriteString("path", error.Path);
            writer.WriteString("message", error.Message);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void AddHints(HttpResponse response, Problem problem, int status)
    {
        if (status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = "Bearer";
        }
        else if (status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
        {
            response.Headers.RetryAfter = problem.Facts.TryGetValue("retryAfter", out var seconds)
                ? seconds[0]
                : 1.ToString(CultureInfo.InvariantCulture);
        }
    }
}
