using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Homeport.Agents.Demo;
using Homeport.Agents.Tests.Playback;
using Homeport.Protocol.Tasks;
using Homeport.Rpc.Lines;
using Homeport.Testing;

namespace Homeport.Agents.Tests.Demo;

/// <summary>The demo agent and its client over two pipes in memory, in a folder of their own.</summary>
internal sealed class DemoHarness : IAsyncDisposable
{
    private readonly CancellationTokenSource _closing = new();
    private readonly Task<int> _agent;
    private readonly StreamPipe _pipe;

    public DemoHarness(PermissionMode mode = PermissionMode.Ask, string? nativeSessionId = null, TimeProvider? time = null, string? folder = null)
    {
        Folder = folder ?? Directory.CreateTempSubdirectory("homeport-demo-").FullName;
        var (toAgent, fromAgent) = (new Pipe(), new Pipe());
        _agent = DemoAgent.RunAsync(
            toAgent.Reader.AsStream(), fromAgent.Writer.AsStream(), Folder, time ?? TimeProvider.System, _closing.Token);
        _pipe = new(fromAgent.Reader.AsStream(), toAgent.Writer.AsStream());
        Stage = new(
            new DemoAdapter(), _pipe,
            Stage.Session with { WorkingDirectory = Folder, PermissionMode = mode, NativeSessionId = nativeSessionId },
            time ?? new ManualTime());
    }

    public string Folder { get; }
    public Stage Stage { get; }
    public RecordingSink Sink => Stage.Sink;
    public Task<int> ExitCode => _agent;
    public string FileAt(string name) => File.ReadAllText(Path.Combine(Folder, name));

    public async ValueTask DisposeAsync()
    {
        await Stage.DisposeAsync();
        await _closing.CancelAsync();
        try
        {
            await _agent.WaitAsync(TimeSpan.FromSeconds(60));
        }
        catch (OperationCanceledException)
        {
            // it was still serving
        }

        _closing.Dispose();
        _pipe.Dispose();
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private sealed class StreamPipe(Stream output, Stream input) : IAgentPipe, IDisposable
    {
        private readonly SemaphoreSlim _writing = new(1);

        public async IAsyncEnumerable<AgentLine> ReadLinesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            var lines = new LineReader(output, 64 * 1024);
            while (await lines.ReadAsync(cancellationToken) is { } line)
            {
                yield return new(line.Bytes, line.TooLong, line.Length);
            }
        }

        public async ValueTask WriteLineAsync(ReadOnlyMemory<byte> utf8, CancellationToken cancellationToken)
        {
            await _writing.WaitAsync(cancellationToken);
            try
            {
                await input.WriteAsync(utf8, cancellationToken);
                await input.WriteAsync("\n"u8.ToArray(), cancellationToken);
                await input.FlushAsync(cancellationToken);
            }
            finally
            {
                _writing.Release();
            }
        }

        public ValueTask CloseInputAsync() => input.DisposeAsync();

        public void Dispose() => _writing.Dispose();
    }
}
