using System.Runtime.InteropServices;

namespace Homeport.Cli.Serving;

/// <summary>
/// Turns SIGINT (Ctrl-C), SIGTERM and SIGHUP (the terminal closed) into a request to stop. A second Ctrl-C ends the process at
/// once; the guard then ends what it had started.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly TaskCompletionSource _received = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration[] _registrations;

    public StopSignals() => _registrations =
    [
        .. ((PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP])
            .Select(signal => PosixSignalRegistration.Create(signal, Receive)),
    ];

    public Task Received => _received.Task;

    public void Dispose() => Array.ForEach(_registrations, registration => registration.Dispose());

    private void Receive(PosixSignalContext context) => context.Cancel = _received.TrySetResult() || context.Signal != PosixSignal.SIGINT;
}
