using System.Text.Json;
using Homeport.Agents.Conversations;

namespace Homeport.Agents.Acp.V2;

/// <summary>
/// Messages by their ids: chunks add to one, a whole message replaces what it had, and several may be told at once. Our own prompt
/// is told too.
/// </summary>
internal sealed class ToldMessages(SerialSink sink, AcpMessages messages, ItemIds items, Foreground foreground)
{
    private string? _ownId;
    private bool _isAwaitingOwn;

    public void BeginTurn() => (_ownId, _isAwaitingOwn) = (null, true);

    /// <summary>The agent took our prompt into its conversation, with this id.</summary>
    public void IsInserted(string? messageId)
    {
        (_ownId, _isAwaitingOwn) = (messageId ?? _ownId, _isAwaitingOwn && messageId is null);
        foreground.Insert();
    }

    public async ValueTask AddAsync(string kind, JsonElement update, CancellationToken cancellationToken)
    {
        if (update.Text("messageId") is not { } id || AcpMessages.TextOf(update.Member("content")) is not { } text)
        {
            await sink.RawAsync(kind, update, cancellationToken);
            return;
        }

        foreground.Hear();
        if (!messages.IsNoise(text))
        {
            await messages.AddAsync(kind, items.For($"{kind} {id}"), text, cancellationToken);
        }
    }

    /// <summary>Without content it changes nothing; null takes what was there back.</summary>
    public async ValueTask ReplaceAsync(string kind, JsonElement update, CancellationToken cancellationToken)
    {
        var id = update.Text("messageId");
        string?[] texts = [.. update.Items("content").Select(block => AcpMessages.TextOf(block))];
        if (id is null || Array.Exists(texts, text => text is null))
        {
            await sink.RawAsync(kind, update, cancellationToken);
        }

        if (id is null || !update.Names("content"))
        {
            return;
        }

        foreground.Hear();
        var text = string.Concat(texts);
        var item = $"{kind} {id}";
        if (items.Find(item) is not null || !messages.IsNoise(text))
        {
            await messages.ReplaceAsync(kind, items.For(item), text, cancellationToken);
        }
    }

    /// <summary>What a person said: mostly our prompt again.</summary>
    public async ValueTask HearPersonAsync(string kind, JsonElement update, CancellationToken cancellationToken)
    {
        var id = update.Text("messageId");
        var blocks = update.Items("content").Append(update.Member("content") ?? default); // one, or a list of them
        if (id is not null && (id == _ownId ||
            (_isAwaitingOwn && blocks.Select(block => block.Text("text")).OfType<string>().All(messages.IsOurs))))
        {
            IsInserted(id);
            return;
        }

        await sink.RawAsync(kind, update, cancellationToken);
    }
}
