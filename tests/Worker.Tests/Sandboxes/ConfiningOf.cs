using System.Diagnostics.CodeAnalysis;
using Homeport.Worker.Sandboxes;

namespace Homeport.Worker.Tests.Sandboxes;

/// <summary>Confining as a worker on this machine does it.</summary>
internal static class ConfiningOf
{
    [SuppressMessage("Reliability", "CA2000", Justification = "Nothing in it outlives a test.")]
    public static Confining Machine(WorkerOptions options) => new(options, new LadderProbe(options, TimeProvider.System), TimeProvider.System);
}
