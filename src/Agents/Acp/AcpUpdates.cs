using System.Text.Json;
using Homeport.Agents.Conversations;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Tasks;

namespace Homeport.Agents.Acp;

/// <summary>What comes by <c>session/update</c>.</summary>
internal sealed class AcpUpdates(
    AcpDialect dialect, SerialSink sink, AcpVersions versions, AcpSettings settings, AcpMessages messages, ItemIds items)
{
    private double? _cost;
    private double? _costBefore;
    private bool _isCostOld;
    private string? _title;

    /// <summary>What the turn used as far as it is told while it runs.</summary>
    public TokenUsage Usage { get; private set; } = new();

    public string UsageItem { get; private set; } = items.Create();

    /// <summary>A turn begins: its words and figures are its own.</summary>
    /// <param name="prompt">What we say, which an agent may repeat.</param>
    public void BeginTurn(string prompt)
    {
        messages.BeginTurn(prompt);
        versions.Spoken.BeginTurn();
        UsageItem = items.Create();
        _costBefore = _cost;
        Usage = new() { ContextUsed = Usage.ContextUsed, ContextSize = Usage.ContextSize };
    }

    /// <summary>What an old session used does not belong to the turns to come.</summary>
    public void SkipHistory()
    {
        BeginTurn("");
        _isCostOld = _cost is null;
    }

    public async ValueTask HandleAsync(JsonElement update, CancellationToken cancellationToken)
    {
        var kind = update.Text("sessionUpdate");
        if (kind == "agent_message_chunk")
        {
            Count(update.Member("_meta").Member("usage"));
        }

        if (await versions.Spoken.HandleAsync(kind, update, cancellationToken))
        {
            return;
        }

        switch (kind)
        {
            case "available_commands_update":
                await TellCommandsAsync(update, cancellationToken);
                break;
            case "current_mode_update" or "config_option_update":
                await ReadSettingsAsync(update, cancellationToken);
                break;
            case "usage_update":
                await ReadUsageAsync(update, cancellationToken);
                break;
            case "session_info_update":
                await ReadTitleAsync(update, cancellationToken);
                break;
            case "notice":
                await sink.NoticeAsync("agent_notice", NoticeOf(update), cancellationToken);
                break;
            case "compaction_update":
                await ReadCompactionAsync(update, cancellationToken);
                break;
            case "compaction_summary_chunk" when update.Member("content").Text("text") is { } summary:
                await sink.StreamTextAsync(EventKinds.AgentThought, SummaryOf(update), summary, null, cancellationToken);
                break;
            default:
                await sink.RawAsync(kind ?? "session/update", update, cancellationToken);
                break;
        }
    }

    public async ValueTask ReadSettingsAsync(JsonElement told, CancellationToken cancellationToken)
    {
        var mode = settings.Mode;
        if (settings.Read(told))
        {
            // The agent changed its mode by itself, as after a plan that was approved.
            await sink.ConfigAsync(
                settings.Describe() with { PermissionMode = settings.Mode == mode ? null : settings.PermissionMode }, cancellationToken);
        }
    }

    /// <summary>The commands that a person can give, whole.</summary>
    public ValueTask TellCommandsAsync(JsonElement told, CancellationToken cancellationToken) =>
        sink.PublishAsync(EventKinds.Commands, null, CommandsOf(told), ProtocolJson.Default.CommandsPayload, cancellationToken);

    /// <summary>The turn's figures, from its answer and from what was told while it ran.</summary>
    public TokenUsage Finish(JsonElement answer)
    {
        var quota = answer.Member("_meta").Member("quota").Member("token_count");
        if (answer.Member("usage") is { } usage)
        {
            Usage = Usage with
            {
                InputTokens = usage.Whole("inputTokens") ?? 0,
                OutputTokens = (usage.Whole("outputTokens") ?? 0) + (usage.Whole("thoughtTokens") ?? 0),
                CacheReadTokens = usage.Whole("cachedReadTokens") ?? 0,
                CacheWriteTokens = usage.Whole("cachedWriteTokens") ?? 0,
            };
        }
        else if (quota is not null)
        {
            Usage = Usage with { InputTokens = quota.Whole("input_tokens") ?? 0, OutputTokens = quota.Whole("output_tokens") ?? 0 };
        }

        return Usage;
    }

    /// <summary>Qwen Code tells with an empty piece of text what each of its requests used.</summary>
    private void Count(JsonElement? usage)
    {
        if (usage is not null)
        {
            Usage = Usage with
            {
                InputTokens = Usage.InputTokens + (usage.Whole("inputTokens") ?? 0),
                OutputTokens = Usage.OutputTokens + (usage.Whole("outputTokens") ?? 0) + (usage.Whole("thoughtTokens") ?? 0),
                CacheReadTokens = Usage.CacheReadTokens + (usage.Whole("cachedReadTokens") ?? 0),
            };
        }
    }

    private async ValueTask ReadUsageAsync(JsonElement update, CancellationToken cancellationToken)
    {
        if (update.Member("cost") is { } cost && cost.Text("currency") == "USD" && cost.Real("amount") is { } amount)
        {
            _cost = amount;
            _costBefore = _isCostOld ? amount : _costBefore;
            _isCostOld = false;
        }

        Usage = Usage with
        {
            ContextUsed = update.Whole("used") ?? Usage.ContextUsed,
            ContextSize = update.Whole("size") ?? Usage.ContextSize,
            CostUsd = _cost is { } total ? Math.Round(Math.Max(0, total - (_costBefore ?? 0)), 9) : null,
        };
        await sink.PublishAsync(EventKinds.Usage, UsageItem, Usage, ProtocolJson.Default.TokenUsage, cancellationToken);
    }

    private async ValueTask ReadTitleAsync(JsonElement update, CancellationToken cancellationToken)
    {
        if (update.Text("title") is { Length: > 0 } title && title != _title)
        {
            _title = title;
            await sink.ConfigAsync(settings.Describe() with { Title = Titles.FirstLine(title) }, cancellationToken);
        }
    }

    /// <summary>One line for each compaction, which changes as it goes on.</summary>
    private async ValueTask ReadCompactionAsync(JsonElement update, CancellationToken cancellationToken)
    {
        var (code, message) = update.Text("status") switch
        {
            "completed" => ("compacted", $"{dialect.Name} summarised the conversation to make room."),
            "failed" => ("compaction_failed", $"{dialect.Name} could not summarise the conversation: {update.Text("error") ?? update.Member("error").Text("message") ?? "it did not say why"}."),
            "cancelled" => ("compaction_cancelled", $"{dialect.Name} stopped summarising the conversation."),
            _ => ("compacting", $"{dialect.Name} summarises the conversation to make room."),
        };
        await sink.NoticeAsync(code, message, cancellationToken, itemId: items.For($"compaction {update.Text("compactionId")}"));
        string[] summary = [.. update.Items("summary").Select(block => block.Text("text")).OfType<string>()];
        if (summary.Length > 0)
        {
            await sink.ReplaceTextAsync(
                EventKinds.AgentThought, SummaryOf(update), string.Join('\n', summary), null, done: code != "compacting", cancellationToken);
        }
    }

    private string SummaryOf(JsonElement update) => items.For($"summary {update.Text("compactionId")}");

    private static string NoticeOf(JsonElement update)
    {
        string?[] words = [update.Text("title"), update.Text("description") ?? update.Text("message")];
        return Titles.FirstLine(string.Join(": ", words.Where(word => !string.IsNullOrEmpty(word)))) is { Length: > 0 } line ? line : "The agent gave a notice without words.";
    }

    private static CommandsPayload CommandsOf(JsonElement update) => new()
    {
        Commands =
        [
            .. update.Items("availableCommands").Where(command => command.Text("name") is not null && command.Text("type") is null or "command").Select(command => new AgentCommandView
            {
                Name = command.Text("name")!,
                Description = command.Text("description") is { } description ? Titles.FirstLine(description) : null,
                Hint = command.Member("input").Text("hint"),
            }),
        ],
    };
}
