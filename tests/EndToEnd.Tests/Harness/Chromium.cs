using Homeport.EndToEnd.Tests.Harness;
using Homeport.Testing.Files;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace Homeport.EndToEnd.Tests.Harness;

/// <summary>One headless Chromium of the operating system for all tests; each test opens a window of its own.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Programs = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private static readonly string[] Switches =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private readonly SemaphoreSlim _gate = new(1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Why no browser can be started; null when one can.</summary>
    public static string? WhyNot => Array.Exists(Programs, File.Exists)
        ? null
        : "No Chromium was found. Install it: apt-get install chromium";

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>A fresh window: no cookies, reduced motion. The caller closes it.</summary>
    public async Task<IPage> OpenAsync(int width, int height, ColorScheme colors)
    {
        var browser = await LaunchAsync();
        var page = await browser.NewPageAsync(new BrowserNewPageOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = colors,
            ReducedMotion = ReducedMotion.Reduce,
            Locale = "en-US",
            TimezoneId = "UTC",
        });
        page.SetDefaultTimeout(30_000);
        Assertions.SetDefaultExpectTimeout(30_000);
        return page;
    }

    /// <summary>Through the one-time link that <c>homeport</c> opens.</summary>
    public static async Task SignInAsync(IPage page, HttpClient owner, CancellationToken cancellationToken)
    {
        Assert.True(
            File.Exists(SourceTree.At("web", "dist", "index.html")),
            "The web client is not built. Build it first: npm --prefix web ci && npm --prefix web run build");
        var link = await new OperationClient(owner).CallAsync("createLoginLink", [], cancellationToken);
        await page.GotoAsync(link["url"]!.GetValue<string>());
        await Assertions.Expect(page.GetByRole(AriaRole.Main)).ToBeVisibleAsync();
    }

    /// <summary>A picture for people to look at, at <c>artifacts/screenshots</c>; returns its path.</summary>
    public static async Task<string> PhotographAsync(IPage page, string name)
    {
        var path = SourceTree.At("artifacts", "screenshots", $"{name}.png");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = path, Animations = ScreenshotAnimations.Disabled });
        return path;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        _gate.Dispose();
    }

    private async Task<IBrowser> LaunchAsync()
    {
        Assert.SkipWhen(WhyNot is not null, WhyNot ?? "");
        await _gate.WaitAsync();
        try
        {
            _playwright ??= await Playwright.CreateAsync();
            return _browser ??= await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
            {
                ExecutablePath = Array.Find(Programs, File.Exists),
                Headless = true,
                Args = Switches,
            });
        }
        finally
        {
            _gate.Release();
        }
    }
}
