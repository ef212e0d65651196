using System.Buffers;
using System.IO.Compression;
using Homeport.Testing.Files;
using Homeport.Worker.Terminals.Screen;

namespace Homeport.Worker.Tests.Terminals.Screen;

/// <summary>What real programs wrote to a terminal of 80 by 24, with keys pressed, against the real xterm.js.</summary>
public sealed class RecordedProgramTests
{
    private const int Cuts = 25;

    [Theory]
    [InlineData("bash")]
    [InlineData("less")]
    [InlineData("tmux")]
    [InlineData("top")]
    [InlineData("vim")]
    public async Task A_viewer_who_comes_at_any_time_sees_the_same_as_one_who_was_always_there(string program)
    {
        var recording = await ReadAsync(program);
        var cases = Enumerable.Range(0, Cuts + 1).Select(cut => Cut(recording, recording.Length * cut / Cuts)).ToArray();
        var results = await XtermPeer.CompareAsync(cases, TestContext.Current.CancellationToken);
        Assert.All(results, result => Assert.Equal("", result.Difference + result.Broken));
    }

    private static PeerCase Cut(byte[] recording, int cut)
    {
        var screen = new TerminalScreen(80, 24);
        screen.Write(recording.AsSpan(0, cut));
        var snapshot = new ArrayBufferWriter<byte>();
        screen.WriteSnapshot(snapshot);
        return new PeerCase(
            new PeerTerminal(80, 24, 10_000, [new PeerStep(recording)]),
            new PeerTerminal(80, 24, 10_000, [new PeerStep(snapshot.WrittenSpan.ToArray()), new PeerStep(recording[cut..])]));
    }

    private static async Task<byte[]> ReadAsync(string program)
    {
        var file = SourceTree.At("tests", "Worker.Tests", "Terminals", "Screen", "Recordings", $"{program}.gz");
        await using var packed = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        await packed.CopyToAsync(bytes, TestContext.Current.CancellationToken);
        return bytes.ToArray();
    }
}
