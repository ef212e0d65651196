using System.Text;

namespace Homeport.Agents.Past;

/// <summary>What the entries of a session tell about it. Bounded, however long the session is.</summary>
public sealed class PastFacts
{
    public const int LongestWords = 128 * 1024;
    private const int LongestPrompt = 2_000;
    private const int LongestTitle = 200;
    private const int LongestName = 4_096;

    private readonly StringBuilder _words = new();

    public string? NativeSessionId { get; set; }
    public string? Title { get; private set; }
    public string? FirstPrompt { get; private set; }
    public string? Folder { get; private set; }
    public string? Branch { get; private set; }
    public string? Model { get; private set; }
    public string? AgentVersion { get; private set; }
    public int Messages { get; private set; }
    public DateTimeOffset? StartedAt { get; private set; }
    public DateTimeOffset? LastAt { get; private set; }

    /// <summary>It belongs to another session.</summary>
    public bool IsPart { get; set; }

    /// <summary>What was said, for a search.</summary>
    public string Words => _words.ToString();

    /// <summary>The person asked something.</summary>
    public void Ask(string text)
    {
        if (FirstPrompt is null && !string.IsNullOrWhiteSpace(text))
        {
            FirstPrompt = Cut(text.Trim(), LongestPrompt);
        }

        Say(text);
    }

    /// <summary>Somebody said something.</summary>
    public void Say(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return;
        }

        Messages++;
        var room = LongestWords - _words.Length - 1;
        if (room > 0)
        {
            _words.Append(text.AsSpan(0, Math.Min(text.Length, room))).Append('\n');
        }
    }

    /// <summary>The latest title counts.</summary>
    public void Call(string? title) => Title = Name(title, LongestTitle) ?? Title;

    /// <summary>Where it began counts: that is where the agent looks for it.</summary>
    public void WorkIn(string? folder) => Folder ??= folder is { Length: <= LongestName } && Path.IsPathFullyQualified(folder) ? folder : null;

    public void OnBranch(string? branch) => Branch = Name(branch, LongestTitle) ?? Branch;

    public void By(string? model, string? version) =>
        (Model, AgentVersion) = (Name(model, LongestTitle) ?? Model, Name(version, LongestTitle) ?? AgentVersion);

    public void At(DateTimeOffset? time)
    {
        StartedAt ??= time;
        LastAt = time is { } later && !(LastAt > later) ? later : LastAt;
    }

    private static string? Name(string? text, int longest) => string.IsNullOrWhiteSpace(text) ? null : Cut(text.Trim(), longest);

    private static string Cut(string text, int longest) => text.Length <= longest ? text : $"{text.AsSpan(0, longest - 1)}…";
}
