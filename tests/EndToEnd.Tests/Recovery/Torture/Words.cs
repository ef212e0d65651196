using System.Globalization;

namespace Homeport.EndToEnd.Tests.Recovery.Torture;

/// <summary>
/// What the demo agent answers to a prompt of ours, computed from the prompt alone. Each prompt ends in its number, so that no
/// two are the same.
/// </summary>
internal static class Words
{
    private const string Stream = "long-stream";
    private const string Ask = "ask-permission";

    public static string ToStream(int pieces, int number) => $"{Stream} {pieces} #{number}";

    public static string ToAsk(int number) => $"{Ask} ring #{number}";

    /// <summary>Every second question is refused.</summary>
    public static bool IsAllowed(string prompt) => int.Parse(prompt[(prompt.IndexOf('#') + 1)..], CultureInfo.InvariantCulture) % 2 == 0;

    /// <summary>All that the agent says to it.</summary>
    public static string AnswerTo(string prompt) => prompt.Split(' ') switch
    {
        [Stream, var pieces, _] => string.Concat(
            Enumerable.Range(1, int.Parse(pieces, CultureInfo.InvariantCulture)).Select(number => $"delta {number}{(number % 10 == 0 ? '\n' : ' ')}")),
        [Ask, ..] => "I would like to run a command." + (IsAllowed(prompt)
            ? " Thank you. This is where a real agent would have run it."
            : " It was not allowed, so I go on without it."),
        _ => throw new ArgumentException($"Nobody says '{prompt}'.", nameof(prompt)),
    };
}
