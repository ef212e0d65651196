using System.Text;
using Homeport.Platform.Processes;
using Homeport.Platform.Terminals;
using Homeport.Platform.Tests.Processes;

namespace Homeport.Platform.Tests.Terminals;

/// <summary>Somebody at a terminal: types, and reads until what is looked for has come.</summary>
internal sealed class Typist(PseudoTerminal terminal) : IAsyncDisposable
{
    private readonly StringBuilder _unread = new();
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly byte[] _buffer = new byte[64 * 1024];

    public PseudoTerminal Terminal => terminal;

    /// <summary>At a bash without the user's files, with a prompt that no output looks like.</summary>
    public static async Task<Typist> AtShellAsync(TerminalSize? size = null, OwnerMarker? owner = null)
    {
        var typist = new Typist(PseudoTerminal.Start(Shell(owner), size ?? TerminalSize.Usual, TimeProvider.System));
        await typist.ReadToAsync("ready> ");
        return typist;
    }

    public static ProcessStart Shell(OwnerMarker? owner = null) => new()
    {
        FileName = "/bin/bash",
        Arguments = ["--norc", "--noprofile", "--noediting"],
        WorkingDirectory = "/",
        Environment = new Dictionary<string, string> { ["PATH"] = Start.SearchPath, ["PS1"] = "ready> ", ["TERM"] = "xterm-256color", ["LANG"] = "C.UTF-8" },
        Owner = owner,
    };

    public async Task TypeAsync(string text) =>
        Assert.True(await terminal.WriteAsync(Encoding.UTF8.GetBytes(text), Start.Cancellation));

    /// <summary>What came up to and with the text.</summary>
    public async Task<string> ReadToAsync(string text)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Start.Cancellation);
        patience.CancelAfter(Start.Patience);
        while (true)
        {
            var at = _unread.ToString().IndexOf(text, StringComparison.Ordinal);
            if (at >= 0)
            {
                var read = _unread.ToString(0, at + text.Length);
                _unread.Remove(0, read.Length);
                return read;
            }

            try
            {
                var count = await terminal.ReadAsync(_buffer, patience.Token);
                Assert.True(count > 0, $"The terminal ended before '{text}' came: {_unread}");
                var characters = new char[count + 1];
                _unread.Append(characters, 0, _decoder.GetChars(_buffer, 0, count, characters, 0));
            }
            catch (OperationCanceledException) when (!Start.Cancellation.IsCancellationRequested)
            {
                Assert.Fail($"'{text}' did not come: {_unread}");
            }
        }
    }

    /// <summary>Runs a line and gives its output, without the echo of the line and the next prompt.</summary>
    public async Task<string> RunAsync(string line)
    {
        await TypeAsync(line + "\n");
        await ReadToAsync(line + "\r\n");
        return (await ReadToAsync("ready> "))[..^"ready> ".Length].ReplaceLineEndings("\n").TrimEnd('\n');
    }

    public ValueTask DisposeAsync() => terminal.DisposeAsync();
}
