using System.Globalization;
using System.Text.RegularExpressions;

namespace Homeport.Agents.Conversations;

/// <summary>When a limit ends, as far as an agent's words tell.</summary>
internal static partial class LimitReset
{
    /// <summary>
    /// Finds a Unix time (<c>limit reached|1767225600</c>), a while (<c>try again in 1h 20m</c>, <c>retry after 30</c>), or
    /// a time of day with its zone (<c>resets 3pm (Europe/Berlin)</c>). A time without a zone says nothing.
    /// </summary>
    public static DateTimeOffset? Find(string words, DateTimeOffset now)
    {
        var head = words[..Math.Min(words.Length, 1_000)];
        return FromUnix(head) ?? FromWhile(head, now) ?? FromClock(head, now);
    }

    /// <summary>A Unix time in seconds or milliseconds; null when it cannot be one.</summary>
    public static DateTimeOffset? FromUnix(long? number) => number switch
    {
        >= 1_000_000_000_000 and < 10_000_000_000_000 => DateTimeOffset.FromUnixTimeMilliseconds(number.Value),
        >= 1_000_000_000 and < 10_000_000_000 => DateTimeOffset.FromUnixTimeSeconds(number.Value),
        _ => null,
    };

    private static DateTimeOffset? FromUnix(string words) =>
        UnixTime().Match(words) is { Success: true } match
            ? FromUnix(long.Parse(match.ValueSpan, CultureInfo.InvariantCulture))
            : null;

    private static DateTimeOffset? FromWhile(string words, DateTimeOffset now)
    {
        if (While().Match(words) is not { Success: true } match)
        {
            return null;
        }

        var total = TimeSpan.Zero;
        var numbers = match.Groups["number"].Captures;
        var units = match.Groups["unit"].Captures;
        for (var index = 0; index < numbers.Count; index++)
        {
            var number = double.Parse(numbers[index].ValueSpan, CultureInfo.InvariantCulture);
            total += (index < units.Count ? units[index].Value : "s") switch
            {
                ['d' or 'D', ..] => TimeSpan.FromDays(number),
                ['h' or 'H', ..] => TimeSpan.FromHours(number),
                ['m' or 'M', 's' or 'S', ..] => TimeSpan.FromMilliseconds(number),
                ['m' or 'M', ..] => TimeSpan.FromMinutes(number),
                _ => TimeSpan.FromSeconds(number),
            };
        }

        return total > TimeSpan.Zero ? now + total : null;
    }

    private static DateTimeOffset? FromClock(string words, DateTimeOffset now)
    {
        if (Clock().Match(words) is not { Success: true } match ||
            !TimeZoneInfo.TryFindSystemTimeZoneById(match.Groups["zone"].Value, out var zone))
        {
            return null;
        }

        var hour = (int.Parse(match.Groups["hour"].ValueSpan, CultureInfo.InvariantCulture) % 12) +
            (match.Groups["half"].Value is ['p' or 'P', ..] ? 12 : 0);
        var minute = match.Groups["minute"] is { Success: true } group ? int.Parse(group.ValueSpan, CultureInfo.InvariantCulture) : 0;
        var today = TimeZoneInfo.ConvertTime(now, zone).Date.AddHours(hour).AddMinutes(minute % 60);
        var at = new DateTimeOffset(today, zone.GetUtcOffset(today));
        return (at > now ? at : at.AddDays(1)).ToUniversalTime();
    }

    [GeneratedRegex(@"(?<![\d.])1\d{9}(\d{3})?(?![\d.])")]
    private static partial Regex UnixTime();

    [GeneratedRegex(
        @"(again|retry|resets?|wait|after)\s+(in|after|for)?\s*((?<number>\d{1,6}(\.\d{1,3})?)\s*(?<unit>days?|hours?|hrs?|h|minutes?|mins?|ms|m|seconds?|secs?|s|d)\b[\s,]*(and\s+)?)+",
        RegexOptions.IgnoreCase)]
    private static partial Regex While();

    [GeneratedRegex(@"resets?\s+(at\s+)?(?<hour>\d{1,2})(:(?<minute>\d{2}))?\s*(?<half>am|pm)\s*\((?<zone>[A-Za-z0-9_+\-/]{2,40})\)", RegexOptions.IgnoreCase)]
    private static partial Regex Clock();
}
