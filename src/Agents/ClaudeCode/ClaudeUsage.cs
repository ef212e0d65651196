using System.Text.Json;
using Homeport.Agents.Conversations;
using Homeport.Protocol.Tasks;

namespace Homeport.Agents.ClaudeCode;

/// <summary>
/// What a turn used. Claude Code counts cost and tokens by model for its whole process, sub-agents included; a turn's
/// share is the difference to the result before.
/// </summary>
internal sealed class ClaudeUsage
{
    private TokenUsage _counted = new() { CostUsd = 0 };
    private TokenUsage _running = new();
    private long? _contextUsed;
    private long? _contextSize;

    /// <summary>What two results used.</summary>
    public static TokenUsage Add(TokenUsage? before, TokenUsage usage) => before is null ? usage : usage with
    {
        InputTokens = before.InputTokens + usage.InputTokens,
        OutputTokens = before.OutputTokens + usage.OutputTokens,
        CacheReadTokens = before.CacheReadTokens + usage.CacheReadTokens,
        CacheWriteTokens = before.CacheWriteTokens + usage.CacheWriteTokens,
        CostUsd = (before.CostUsd ?? 0) + (usage.CostUsd ?? 0),
    };

    /// <summary>Adds what one message used, before the turn's own figures come; null when it says nothing.</summary>
    public TokenUsage? AddMessage(JsonElement message)
    {
        if (message.Member("event").Member("usage") is not { } usage)
        {
            return null;
        }

        _running = _running with
        {
            InputTokens = _running.InputTokens + (usage.Whole("input_tokens") ?? 0),
            OutputTokens = _running.OutputTokens + (usage.Whole("output_tokens") ?? 0),
            CacheReadTokens = _running.CacheReadTokens + (usage.Whole("cache_read_input_tokens") ?? 0),
            CacheWriteTokens = _running.CacheWriteTokens + (usage.Whole("cache_creation_input_tokens") ?? 0),
        };
        if (message.Member("parent_tool_use_id") is null)
        {
            ReadContext(usage);
        }

        return _running with { ContextUsed = _contextUsed, ContextSize = _contextSize };
    }

    /// <summary>The context as the main agent's last message tells it.</summary>
    public void ReadContext(JsonElement usage)
    {
        var used = (usage.Whole("input_tokens") ?? 0) + (usage.Whole("cache_read_input_tokens") ?? 0) +
            (usage.Whole("cache_creation_input_tokens") ?? 0) + (usage.Whole("output_tokens") ?? 0);
        _contextUsed = used > 0 ? used : _contextUsed;
    }

    /// <summary>The share of the turn that this result ends.</summary>
    public TokenUsage TakeShare(JsonElement result)
    {
        var total = new TokenUsage { CostUsd = result.Real("total_cost_usd") ?? _counted.CostUsd };
        foreach (var model in result.Member("modelUsage").Members())
        {
            total = total with
            {
                InputTokens = total.InputTokens + (model.Value.Whole("inputTokens") ?? 0),
                OutputTokens = total.OutputTokens + (model.Value.Whole("outputTokens") ?? 0),
                CacheReadTokens = total.CacheReadTokens + (model.Value.Whole("cacheReadInputTokens") ?? 0),
                CacheWriteTokens = total.CacheWriteTokens + (model.Value.Whole("cacheCreationInputTokens") ?? 0),
            };
            _contextSize = model.Value.Whole("contextWindow") ?? _contextSize;
        }

        var before = _counted;
        var isOlder = total.InputTokens < before.InputTokens || total.OutputTokens < before.OutputTokens;
        _running = new();
        _counted = isOlder ? before with { CostUsd = total.CostUsd } : total;
        return new()
        {
            InputTokens = Share(total.InputTokens, before.InputTokens),
            OutputTokens = Share(total.OutputTokens, before.OutputTokens),
            CacheReadTokens = Share(total.CacheReadTokens, before.CacheReadTokens),
            CacheWriteTokens = Share(total.CacheWriteTokens, before.CacheWriteTokens),
            CostUsd = Math.Round(Math.Max(0, (total.CostUsd ?? 0) - (before.CostUsd ?? 0)), 9),
            ContextUsed = _contextUsed,
            ContextSize = _contextSize,
        };
    }

    private static long Share(long total, long before) => Math.Max(0, total - before);
}
