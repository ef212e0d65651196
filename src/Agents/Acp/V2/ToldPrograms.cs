using System.Text;
using System.Text.Json;
using Homeport.Agents.Conversations;

namespace Homeport.Agents.Acp.V2;

/// <summary>
/// Programs that the agent runs itself and tells of by <c>terminal_update</c> and <c>terminal_output_chunk</c>, and the texts of tool
/// calls that grow piece by piece. A tool call may show one before it is told of.
/// </summary>
internal sealed class ToldPrograms : IAcpPrograms
{
    private const int MostPrograms = 256;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Program> _programs = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>A tool call shows it, whether it is told of already or not.</summary>
    public void Expect(string id)
    {
        lock (_gate)
        {
            FindLocked(id);
        }
    }

    /// <summary>A <c>terminal_update</c>. False when it is not understood.</summary>
    public bool Update(JsonElement update)
    {
        if (update.Text("terminalId") is not { } id)
        {
            return false;
        }

        lock (_gate)
        {
            var program = FindLocked(id);
            if (update.Names("output"))
            {
                if (update.Member("output") is not { } output)
                {
                    program.Clear();
                }
                else if (Bytes(output) is { } bytes)
                {
                    program.Clear();
                    program.Add(bytes);
                }
                else
                {
                    return false;
                }
            }

            if (update.Member("exitStatus") is { ValueKind: JsonValueKind.Object } exit)
            {
                program.End(new(exit.Whole("exitCode") is { } code and >= int.MinValue and <= int.MaxValue ? (int)code : null, null));
            }

            return true;
        }
    }

    /// <summary>A <c>terminal_output_chunk</c>. False when it is not understood.</summary>
    public bool Append(JsonElement chunk)
    {
        if (chunk.Text("terminalId") is not { } id || Bytes(chunk) is not { } bytes)
        {
            return false;
        }

        lock (_gate)
        {
            FindLocked(id).Add(bytes);
            return true;
        }
    }

    /// <summary>Adds to a text of ours.</summary>
    public void Append(string id, string text)
    {
        lock (_gate)
        {
            FindLocked(id).Add(Encoding.UTF8.GetBytes(text));
        }
    }

    /// <summary>A text of ours is complete.</summary>
    public void End(string id)
    {
        lock (_gate)
        {
            FindLocked(id).End(null);
        }
    }

    public AcpProgramOutput? Show(string id)
    {
        lock (_gate)
        {
            return _programs.TryGetValue(id, out var program) ? program.Show() : null;
        }
    }

    public Task WhenOver(string id)
    {
        lock (_gate)
        {
            return _programs.TryGetValue(id, out var program) ? program.Over : Task.CompletedTask;
        }
    }

    private Program FindLocked(string id)
    {
        if (_programs.TryGetValue(id, out var known))
        {
            return known;
        }

        if (_order.Count >= MostPrograms && _programs.Remove(_order.Dequeue(), out var oldest))
        {
            oldest.End(null); // nobody follows it any more
        }

        _order.Enqueue(id);
        return _programs[id] = new();
    }

    private static byte[]? Bytes(JsonElement holder)
    {
        if (holder.Text("data") is not { } data)
        {
            return null;
        }

        var bytes = new byte[(data.Length / 4 * 3) + 3];
        return Convert.TryFromBase64String(data, bytes, out var length) ? bytes[..length] : null;
    }

    /// <summary>The end of what one program wrote.</summary>
    private sealed class Program
    {
        private const int LongestText = 256 * 1024;

        private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly StringBuilder _text = new();
        private Decoder _decoder = Encoding.UTF8.GetDecoder();
        private long _total;
        private AgentTerminalExit? _exit;

        public Task Over => _over.Task;

        public void Clear()
        {
            _text.Clear();
            (_decoder, _total) = (Encoding.UTF8.GetDecoder(), 0);
        }

        /// <summary>A character may be parted by the border of two pieces.</summary>
        public void Add(byte[] bytes)
        {
            var letters = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
            _text.Append(letters, 0, _decoder.GetChars(bytes, letters, flush: false));
            _total += bytes.Length;
            if (_text.Length > LongestText)
            {
                var cut = _text.Length - LongestText;
                _text.Remove(0, char.IsLowSurrogate(_text[cut]) ? cut + 1 : cut);
            }
        }

        public void End(AgentTerminalExit? exit)
        {
            _exit = exit ?? _exit;
            _over.TrySetResult();
        }

        public AcpProgramOutput Show() => new(_text.ToString(), _total, _exit);
    }
}
