using Homeport.EndToEnd.Tests.Harness;
using Microsoft.Playwright;

namespace Homeport.EndToEnd.Tests.Browser;

/// <summary>A workbench with Homeport running and one project, <c>harbour</c>; tasks are done by the demo agent.</summary>
internal sealed class DemoDesk : IAsyncDisposable
{
    private readonly Chromium _chromium;
    private readonly CancellationToken _cancelled;

    private DemoDesk(Chromium chromium, Workbench bench, HomeportProcess homeport, CancellationToken cancelled)
    {
        (_chromium, Bench, Homeport, _cancelled) = (chromium, bench, homeport, cancelled);
    }

    public Workbench Bench { get; }
    public HomeportProcess Homeport { get; private set; }
    public Person Person { get; private set; } = null!;
    public WorkRepository Repository { get; private set; } = null!;
    public string Project { get; private set; } = "";

    public static async Task<DemoDesk> OpenAsync(Chromium chromium, CancellationToken cancellationToken)
    {
        var bench = await Workbench.WithDemoAgentAsync(cancellationToken);
        try
        {
            var desk = new DemoDesk(chromium, bench, await bench.StartAsync(cancellationToken), cancellationToken);
            desk.Person = await Person.ConnectAsync(desk.Homeport, cancellationToken);
            desk.Repository = await bench.AddRepositoryAsync("harbour", cancellationToken);
            desk.Project = await desk.Person.AddAsync(desk.Repository, cancellationToken);
            return desk;
        }
        catch
        {
            await bench.DisposeAsync();
            throw;
        }
    }

    /// <summary>The id of a task that was started in the mode that asks.</summary>
    public async Task<string> StartAsync(string prompt) => await Person.StartAsync(Project, "demo", "ask", prompt, _cancelled);

    public async Task<BrowserWindow> VisitAsync(string path, int width = 1440, int height = 900, ColorScheme colors = ColorScheme.Light)
    {
        var window = await BrowserWindow.OpenAsync(_chromium, Homeport, _cancelled, width, height, colors);
        await window.GoToAsync(path);
        return window;
    }

    /// <summary>The window and the task in it.</summary>
    public async Task<(BrowserWindow Window, TaskScreen Task)> VisitTaskAsync(string id)
    {
        var window = await VisitAsync($"/tasks/{id}");
        return (window, new TaskScreen(window));
    }

    /// <summary>A crash, as seen by everybody who is connected.</summary>
    public async Task KillAsync() => await Homeport.KillAsync(_cancelled);

    public async Task StartAgainAsync() => Homeport = await Bench.StartAgainAsync(Homeport, _cancelled);

    public async ValueTask DisposeAsync()
    {
        await Person.DisposeAsync();
        await Bench.DisposeAsync();
    }
}
