using System.Buffers;
using System.Text;
using Homeport.Worker.Terminals.Screen;

namespace Homeport.Worker.Tests.Terminals.Screen;

/// <summary>
/// The screen against the real xterm.js. A snapshot, written to a fresh one, must make it the same as one that saw all the
/// output itself: cells with their styles, history, cursor, modes. So both the screen and its snapshot are held to it.
/// </summary>
public sealed class XtermComparisonTests
{
    private const int Scrollback = 40;

    /// <summary>Made smaller while it is not shown, the alternate buffer of xterm.js has a history from then on, until it is shown again.</summary>
    private const string RenewAlternate = "\e[?47h\e[?47l";

    [Fact]
    public async Task A_snapshot_makes_a_viewer_see_what_one_saw_that_was_there_from_the_beginning() =>
        await CompareAsync(Enumerable.Range(0, 400), (seed, random) => Play(seed, random, steps: 250, resizes: false, cut: false));

    [Fact]
    public async Task Output_goes_on_behind_a_snapshot_wherever_it_was_taken() =>
        await CompareAsync(Enumerable.Range(1000, 400), (seed, random) => Play(seed, random, steps: 120, resizes: false, cut: true));

    [Fact]
    public async Task Lines_are_wrapped_anew_in_another_size() =>
        await CompareAsync(Enumerable.Range(2000, 400), (seed, random) => Play(seed, random, steps: 120, resizes: true, cut: false));

    private static async Task CompareAsync(IEnumerable<int> seeds, Func<int, Random, (PeerCase Case, string Answers)> play)
    {
        var played = seeds.Select(seed => (Seed: seed, Result: play(seed, new Random(seed)))).ToArray();
        var results = await XtermPeer.CompareAsync([.. played.Select(each => each.Result.Case)], TestContext.Current.CancellationToken);
        var failed = played.Zip(results)
            .Where(pair => pair.Second.Broken is null)
            .Where(pair => pair.Second.Difference.Length > 0 || pair.Second.Answers != pair.First.Result.Answers)
            .Select(pair => $"seed {pair.First.Seed}:\n{pair.Second.Difference}{Answers(pair.Second.Answers, pair.First.Result.Answers)}")
            .ToArray();
        Assert.True(results.Count(result => result.Broken is not null) < results.Count / 20, "xterm.js breaks too often to compare with.");
        Assert.True(failed.Length == 0, $"{failed.Length} of {results.Count} differ:\n{string.Join("\n\n", failed.Take(4))}");
    }

    private static (PeerCase Case, string Answers) Play(int seed, Random random, int steps, bool resizes, bool cut)
    {
        var columns = random.Next(4, 40);
        var rows = random.Next(2, 14);
        var output = new RandomOutput(seed, columns, rows, resizes);
        var screen = new TerminalScreen(columns, rows, Scrollback);
        List<PeerStep> all = [];
        var cutAt = cut ? random.Next(steps) : steps - 1;
        List<PeerStep> behind = [];
        PeerTerminal? restored = null;
        for (var step = 0; step < steps; step++)
        {
            var behindResize = "";
            if (resizes && random.Next(25) == 0)
            {
                var size = new PeerStep(null, random.Next(4, 40), random.Next(2, 14));
                screen.Resize(size.Columns, size.Rows);
                all.Add(size);
                behindResize = screen.IsAlternate ? "" : RenewAlternate;
            }

            var bytes = Encoding.UTF8.GetBytes(behindResize + output.Next());
            all.Add(new PeerStep(bytes));
            var end = cut && step == cutAt ? random.Next(bytes.Length + 1) : bytes.Length;
            WriteInPieces(screen, bytes.AsSpan(0, end), random);
            if (step == cutAt)
            {
                restored = new PeerTerminal(screen.Columns, screen.Rows, Scrollback, behind);
                behind.Add(new PeerStep(SnapshotOf(screen)));
                behind.Add(new PeerStep(bytes[end..]));
            }
            else if (step > cutAt)
            {
                behind.Add(new PeerStep(bytes));
            }

            WriteInPieces(screen, bytes.AsSpan(end), random);
        }

        var answers = new ArrayBufferWriter<byte>();
        screen.ReadAnswers(answers);
        return (new PeerCase(new PeerTerminal(columns, rows, Scrollback, all), restored!), Encoding.UTF8.GetString(answers.WrittenSpan));
    }

    private static void WriteInPieces(TerminalScreen screen, ReadOnlySpan<byte> bytes, Random random)
    {
        while (!bytes.IsEmpty)
        {
            var length = Math.Min(bytes.Length, random.Next(1, 20));
            screen.Write(bytes[..length]);
            bytes = bytes[length..];
        }
    }

    private static byte[] SnapshotOf(TerminalScreen screen)
    {
        var target = new ArrayBufferWriter<byte>();
        screen.WriteSnapshot(target);
        return target.WrittenSpan.ToArray();
    }

    private static string Answers(string expected, string actual) =>
        expected == actual ? "" : $"\nxterm.js answers {expected}, here {actual}".Replace("\e", "␛", StringComparison.Ordinal);
}
