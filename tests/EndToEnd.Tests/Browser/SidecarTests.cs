using System.Diagnostics;
using System.Text.RegularExpressions;
using Homeport.EndToEnd.Tests.Harness;
using Microsoft.Playwright;

namespace Homeport.EndToEnd.Tests.Browser;

/// <summary>A sidecar in the settings: added, seen running, killed from outside, seen again, its log, stopped, removed.</summary>
public sealed class SidecarTests(Chromium chromium)
{
    private const string Program =
        "echo serving from $$; exec python3 -u -c \"import http.server as h; s = h.ThreadingHTTPServer(('127.0.0.1', 0), h.SimpleHTTPRequestHandler); print('BACKEND_PORT:%d' % s.server_port); s.serve_forever()\"";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 150_000)]
    public async Task A_sidecar_is_added_killed_found_again_read_and_removed()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/python3"), "python3 is not installed.");
        await using var bench = await Workbench.WithDemoAgentAsync(Cancelled);
        var homeport = await bench.StartAsync(Cancelled);
        await using var window = await BrowserWindow.OpenAsync(chromium, homeport, Cancelled);
        var page = window.Page;

        await window.GoToAsync("/settings/sidecars");
        await Assertions.Expect(page.GetByText("No sidecar")).ToBeVisibleAsync();
        await window.CheckAsync("sidecars, none");
        await window.Button("Add a sidecar").ClickAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Name" }).FillAsync("search");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Command" }).FillAsync(Program);
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Health address" }).FillAsync("http://127.0.0.1:{port}/");
        await page.GetByRole(AriaRole.Combobox, new() { Name = "It is ready" }).Or(page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("It is ready") })).First.ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { NameRegex = new Regex("BACKEND_PORT") }).Or(page.GetByRole(AriaRole.Menuitemradio, new() { NameRegex = new Regex("BACKEND_PORT") })).First.ClickAsync();
        await window.CheckAsync("sidecars, the form");
        await window.Button("Add and start").ClickAsync();

        var row = page.GetByRole(AriaRole.Group, new() { Name = "search" });
        await Assertions.Expect(row).ToContainTextAsync("Running");
        var link = row.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Open port") });
        await Assertions.Expect(link).ToHaveCountAsync(1);
        using var http = new HttpClient();
        Assert.True((await http.GetAsync(new Uri((await link.GetAttributeAsync("href"))!), Cancelled)).IsSuccessStatusCode);

        await window.Button("Show the log of search").ClickAsync();
        var log = page.GetByRole(AriaRole.Log);
        await Assertions.Expect(log).ToContainTextAsync("serving from");
        var pid = int.Parse(Regex.Match(await log.InnerTextAsync(), "serving from ([0-9]+)").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
        using (var victim = Process.GetProcessById(pid))
        {
            victim.Kill();
        }

        await Assertions.Expect(row).ToContainTextAsync("1 restart");
        await Assertions.Expect(row).ToContainTextAsync("Running");
        await Assertions.Expect(log).ToContainTextAsync("It ended with signal 9.");
        await window.CheckAsync("sidecars, a log");
        await Chromium.PhotographAsync(page, "sidecars");

        await window.Button("Stop search").ClickAsync();
        await Assertions.Expect(row).ToContainTextAsync("Stopped");
        await Assertions.Expect(link).ToHaveCountAsync(0);
        await window.Button("Remove search").ClickAsync();
        await window.Button("Remove it").ClickAsync();
        await Assertions.Expect(row).ToHaveCountAsync(0);
        window.AssertQuiet();
    }
}
