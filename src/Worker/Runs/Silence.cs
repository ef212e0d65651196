using System.Text.Json;
using Homeport.Protocol.Events;

namespace Homeport.Worker.Runs;

/// <summary>How long an agent has said nothing in a turn in which nobody is asked, and whether that was told.</summary>
internal sealed class Silence(TimeProvider time)
{
    public const string Code = "quiet";

    /// <summary>A conversation that watches by itself tells after 5 minutes, and knows what runs; this is for those that do not.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(5);

    private long _lastActivity = time.GetTimestamp();
    private bool _isWaitingForPerson;

    public bool IsTold { get; set; }

    public bool IsDue => !IsTold && !_isWaitingForPerson && time.GetElapsedTime(_lastActivity) >= Patience;

    /// <summary>Are these the agent's own words about its silence? They do not break it.</summary>
    public static bool IsToldBy(string kind, JsonElement payload) =>
        kind == EventKinds.Notice && payload.TryGetProperty("code", out var code) && code.ValueEquals(Code);

    /// <summary>A turn begins, or a person answered.</summary>
    public void Begin()
    {
        Break();
        _isWaitingForPerson = false;
    }

    /// <summary>The agent said something.</summary>
    public void Break()
    {
        _lastActivity = time.GetTimestamp();
        IsTold = false;
    }

    /// <summary>The agent waits for a person.</summary>
    public void Suspend() => _isWaitingForPerson = true;
}
