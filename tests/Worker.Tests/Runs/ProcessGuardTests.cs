using System.Diagnostics;
using Homeport.Platform.Processes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Homeport.Worker.Tests.Runs;

public sealed class ProcessGuardTests
{
    [Fact(Timeout = 30_000)]
    public async Task A_guard_that_is_killed_is_replaced()
    {
        await using var guard = new ProcessGuard(
            OwnerMarker.ForWorker("a-test"), "/usr/bin:/bin", TimeProvider.System, NullLogger<ProcessGuard>.Instance);
        var first = guard.Id;

        using (var process = Process.GetProcessById(first))
        {
            process.Kill();
        }

        while (guard.Id == first)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken); // its death is noticed by the kernel's word
        }

        using var second = Process.GetProcessById(guard.Id);
        Assert.False(second.HasExited);
    }
}
