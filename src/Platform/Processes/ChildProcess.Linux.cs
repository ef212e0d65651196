using System.IO.Pipes;
using Homeport.Platform.Native;
using Microsoft.Win32.SafeHandles;

namespace Homeport.Platform.Processes;

public sealed partial class ChildProcess
{
    private ChildProcess(int id, Guid run, StandardPipes pipes, TimeProvider time)
    {
        Input = Open(PipeDirection.Out, pipes.Input.Writer);
        Output = Open(PipeDirection.In, pipes.Output.Reader);
        Error = Open(PipeDirection.In, pipes.Error.Reader);
        try
        {
            _tree = ProcessTree.Watch(id, run, time);
        }
        catch (IOException)
        {
            Input.Dispose();
            Output.Dispose();
            Error.Dispose();
            throw;
        }
    }

    private static ChildProcess StartOnLinux(ProcessStart start, TimeProvider time)
    {
        var run = Guid.CreateVersion7(time.GetUtcNow());
        var environment = Spawner.Environment(start, ProcessTree.MarkerOf(run));
        var pipes = StandardPipes.Create();
        int id;
        try
        {
            id = Spawner.Start(start, environment, pipes.Input.Reader, pipes.Output.Writer, pipes.Error.Writer);
        }
        catch
        {
            pipes.CloseOwnEnds();
            throw;
        }
        finally
        {
            pipes.CloseChildEnds();
        }

        return new ChildProcess(id, run, pipes, time);
    }

#pragma warning disable CA2000 // the stream owns its handle
    private static AnonymousPipeClientStream Open(PipeDirection direction, int fd) =>
        new(direction, new SafePipeHandle(fd, ownsHandle: true));
#pragma warning restore CA2000
}
