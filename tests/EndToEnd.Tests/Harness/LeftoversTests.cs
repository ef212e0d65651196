using System.Diagnostics;
using Homeport.Testing.Files;

namespace Homeport.EndToEnd.Tests.Harness;

public sealed class LeftoversTests
{
    [Fact]
    public async Task A_process_that_only_carries_the_folder_in_its_environment_is_found_and_ended()
    {
        using var folder = new TempFolder();
        var start = new ProcessStartInfo("/bin/sleep", ["600"]) { WorkingDirectory = "/" };
        start.Environment["ANY"] = folder.At("root");
        using var sleeper = Process.Start(start)!;

        var left = await Leftovers.SweepAsync(folder.Path, TimeSpan.Zero, TestContext.Current.CancellationToken);

        Assert.Contains("sleep", Assert.Single(left), StringComparison.Ordinal);
        await sleeper.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
    }
}
