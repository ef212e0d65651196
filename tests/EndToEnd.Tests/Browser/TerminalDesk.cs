using Homeport.EndToEnd.Tests.Harness;

namespace Homeport.EndToEnd.Tests.Browser;

/// <summary>One running Homeport for all tests of a class, with a shell that says little: what is on the screen is what a test put there.</summary>
public sealed class TerminalDesk(Chromium chromium) : IAsyncLifetime
{
    private DemoDesk? _desk;

    internal DemoDesk Desk => _desk ?? throw new InvalidOperationException("It is not open yet.");

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(Chromium.WhyNot is not null, Chromium.WhyNot ?? "");
        _desk = await OpenAsync(chromium, CancellationToken.None);
    }

    /// <summary>One of a test's own.</summary>
    internal static async Task<DemoDesk> OpenAsync(Chromium chromium, CancellationToken cancellationToken)
    {
        var desk = await DemoDesk.OpenAsync(chromium, cancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(desk.Bench.Home.Path, ".bash_profile"), "PS1='$ '\nunset PROMPT_COMMAND HISTFILE\n", cancellationToken);
        return desk;
    }

    /// <summary>A window on a new terminal in the project's repository.</summary>
    internal async Task<TerminalWindow> OpenTerminalAsync(int width = 1200, int height = 800)
    {
        await CloseAllAsync();
        return await TerminalWindow.OpenAsync(Desk, width, height);
    }

    /// <summary>What the test before has left.</summary>
    private async Task CloseAllAsync()
    {
        var left = await Desk.Person.Operations.CallAsync("listTerminals", [], CancellationToken.None);
        foreach (var terminal in left["terminals"]!.AsArray())
        {
            await Desk.Person.Operations.CallAsync("closeTerminal", new() { ["id"] = terminal!["id"]!.GetValue<string>() }, CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_desk is not null)
        {
            await _desk.DisposeAsync();
        }
    }
}
