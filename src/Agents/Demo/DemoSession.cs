namespace Homeport.Agents.Demo;

/// <summary>One session of the demo agent.</summary>
internal sealed class DemoSession(string id, string folder)
{
    private readonly Lock _gate = new();
    private CancellationTokenSource? _turn;

    public string Id { get; } = id;

    /// <summary>Where it edits.</summary>
    public string Folder { get; } = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    public string Mode { get; set; } = DemoModes.Default;

    /// <summary>What was allowed for good, by kind of tool.</summary>
    public HashSet<string> Allowed { get; } = new(StringComparer.Ordinal);

    public int ToolCalls { get; set; }

    /// <summary>False when a turn runs.</summary>
    public bool TryBegin(CancellationTokenSource turn)
    {
        lock (_gate)
        {
            if (_turn is not null)
            {
                return false;
            }

            _turn = turn;
            return true;
        }
    }

    public void Cancel()
    {
        lock (_gate)
        {
            _turn?.Cancel();
        }
    }

    public void End()
    {
        lock (_gate)
        {
            _turn = null;
        }
    }
}

/// <summary>The modes that the demo agent offers.</summary>
internal static class DemoModes
{
    public const string Plan = "plan";
    public const string Default = "default";
    public const string AcceptEdits = "acceptEdits";
    public const string Bypass = "bypassPermissions";

    public static readonly (string Id, string Name)[] All =
        [(Plan, "Plan"), (Default, "Ask"), (AcceptEdits, "Accept edits"), (Bypass, "Bypass")];
}

/// <summary>A prompt as the demo agent reads it: its first word and what follows on that line.</summary>
internal sealed record DemoPrompt(string Word, string Rest, string Text)
{
    public static DemoPrompt Read(string text)
    {
        var line = text.TrimStart().Split('\n', 2)[0].Trim();
        var parts = line.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new(parts is [var word, ..] ? word.TrimStart('/') : "", parts is [_, var rest] ? rest : "", text.Trim());
    }

    /// <summary>What follows, as a number.</summary>
    public int Number(int otherwise) =>
        int.TryParse(Rest.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
