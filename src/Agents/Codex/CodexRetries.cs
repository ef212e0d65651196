using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Homeport.Agents.Conversations;
using Homeport.Protocol;
using Homeport.Protocol.Events;

namespace Homeport.Agents.Codex;

/// <summary>What Codex tells when it asks its provider again: one line of the timeline for as long as it goes on.</summary>
internal sealed partial class CodexRetries(SerialSink sink, ItemIds items)
{
    private string? _item;

    /// <summary>An <c>error</c> that will be tried again, such as <c>Reconnecting... 2/5</c>.</summary>
    public ValueTask TellAsync(JsonElement? error, CancellationToken cancellationToken)
    {
        var words = CodexTurn.Words(error) ?? "Codex tries again.";
        var tries = Tries().Match(error.Text("message") ?? "");
        var attempt = tries.Success ? int.Parse(tries.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : (int?)null;
        _item = attempt is > 1 && _item is not null ? _item : items.Create();
        var status = error.Member("codexErrorInfo").Members().Select(member => member.Value.Whole("httpStatusCode")).FirstOrDefault();
        return sink.PublishAsync(
            EventKinds.Notice, _item,
            new NoticePayload
            {
                Code = "retrying",
                Message = status is 529 or 503 ? $"The provider is overloaded ({status})." : words,
                Attempt = attempt,
                MaxAttempts = tries.Success ? int.Parse(tries.Groups[2].ValueSpan, CultureInfo.InvariantCulture) : null,
            },
            ProtocolJson.Default.NoticePayload, cancellationToken);
    }

    [GeneratedRegex(@"(\d{1,3})/(\d{1,3})\s*$")]
    private static partial Regex Tries();
}
