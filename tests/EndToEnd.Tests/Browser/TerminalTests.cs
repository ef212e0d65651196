namespace Homeport.EndToEnd.Tests.Browser;

/// <summary>A terminal in the browser: what is typed, seen, found, copied and kept.</summary>
public sealed class TerminalTests(TerminalDesk desk) : IClassFixture<TerminalDesk>
{
    private const int Limit = 60_000;

    [Fact(Timeout = Limit)]
    public async Task What_is_typed_runs_and_a_reload_brings_the_same_screen_back()
    {
        await using var terminal = await desk.OpenTerminalAsync();
        await terminal.RunAsync("echo $((6 * 7)) ships in $(basename $PWD)");
        await terminal.ExpectAsync("^42 ships in harbour$");
        var before = await terminal.ReadAsync();

        await terminal.Page.ReloadAsync();

        await terminal.ExpectAsync("^42 ships in harbour$");
        Assert.Equal(before, await terminal.ReadAsync());
        await terminal.RunAsync("echo $((7 * 7)) more");
        await terminal.ExpectAsync("^49 more$");
        await terminal.Window.CheckAsync("terminal");
        terminal.Window.AssertQuiet();
    }
}
