using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using Homeport.EndToEnd.Tests.Harness;
using Homeport.Testing.Files;
using Microsoft.Playwright;

namespace Homeport.EndToEnd.Tests.Browser;

/// <summary>One window of a person on a running Homeport. It remembers what went wrong in it: errors of scripts, refused content, dialogs.</summary>
internal sealed class BrowserWindow : IAsyncDisposable
{
    private const string Audit = """
        async () => (await axe.run(document)).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, any, all, none }) =>
          `${html.slice(0, 200)} (${[...any, ...all, ...none].map(({ message }) => message).join('; ')})`).join(' | ')}`)
        """;

    /// <summary>What makes the page as a whole scroll sideways; a row of lanes may scroll inside it.</summary>
    private const string Overflow = """
        () => {
          const page = document.scrollingElement;
          const clips = (one) => one !== null && one !== document.body && one !== page && (getComputedStyle(one).overflowX !== 'visible' || clips(one.parentElement));
          return page.scrollWidth <= innerWidth ? [] : [`${page.scrollWidth} of ${innerWidth}`, ...[...document.body.querySelectorAll('*')]
            .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && !clips(one.parentElement))
            .slice(0, 8).map((one) => `${one.tagName}.${one.className} ends at ${Math.round(one.getBoundingClientRect().right)}: ${one.textContent.slice(0, 60)}`)];
        }
        """;

    private static readonly Lazy<string> Axe = new(() => File.ReadAllText(AxePath));
    private readonly ConcurrentQueue<string> _faults = new();

    private BrowserWindow(IPage page)
    {
        Page = page;
        page.PageError += (_, error) => _faults.Enqueue($"error: {error}");
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
            {
                _faults.Enqueue($"console: {message.Text} at {message.Location}");
            }
        };
        page.Response += async (_, response) =>
        {
            if (response.Status >= 400)
            {
                _faults.Enqueue($"{response.Request.Method} {response.Url} answered {response.Status}: {await response.TextAsync()}");
            }
        };
        page.Dialog += async (_, dialog) =>
        {
            _faults.Enqueue($"dialog: {dialog.Message}");
            await dialog.DismissAsync();
        };
    }

    public IPage Page { get; }

    /// <summary>Nothing went wrong so far: no error of a script, nothing refused by the content policy, no failed request, no dialog.</summary>
    public void AssertQuiet() => Assert.True(_faults.IsEmpty, string.Join('\n', _faults));

    private static string AxePath => SourceTree.At("web", "node_modules", "axe-core", "axe.min.js");

    /// <summary>Signed in by a one-time link, as the program opens it.</summary>
    public static async Task<BrowserWindow> OpenAsync(
        Chromium chromium, HomeportProcess homeport, CancellationToken cancellationToken, int width = 1440, int height = 900, ColorScheme colors = ColorScheme.Light)
    {
        Assert.SkipUnless(File.Exists(AxePath), "The web client's packages are not installed: run npm ci in web/.");
        var window = new BrowserWindow(await chromium.OpenAsync(width, height, colors));
        try
        {
            await Chromium.SignInAsync(window.Page, homeport.Http, cancellationToken);
            return window;
        }
        catch
        {
            await window.DisposeAsync();
            throw;
        }
    }

    /// <summary>A path of this Homeport, by a full load.</summary>
    public async Task GoToAsync(string path)
    {
        await Page.GotoAsync(new Uri(new Uri(Page.Url), path).AbsoluteUri);
        await Assertions.Expect(Page.Locator("main")).ToBeVisibleAsync();
    }

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
    public ILocator ButtonLike(string pattern) => Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex(pattern) });
    public ILocator Heading(string pattern) => Page.GetByRole(AriaRole.Heading, new() { NameRegex = new Regex(pattern) });

    /// <summary>The screen as it stands is accessible by axe's rules, and nothing on it is wider than the window.</summary>
    public async Task CheckAsync(string screen)
    {
        await Assertions.Expect(Page.Locator("h1").First).ToBeAttachedAsync(); // the screen has come
        await CheckWidthAsync(screen);
        await Page.EvaluateAsync(Axe.Value);
        var violations = await Page.EvaluateAsync<JsonElement>(Audit);
        Assert.True(violations.GetArrayLength() == 0, $"axe on {screen}:\n{string.Join('\n', violations.EnumerateArray())}");
    }

    public async Task CheckWidthAsync(string screen)
    {
        var wide = await Page.EvaluateAsync<JsonElement>(Overflow);
        Assert.True(wide.GetArrayLength() == 0, $"{screen} is wider than its window:\n{string.Join('\n', wide.EnumerateArray())}");
    }

    /// <summary>Presses Tab until this has the focus, as somebody without a mouse does.</summary>
    public async Task TabToAsync(ILocator target, int limit = 80)
    {
        await Assertions.Expect(target).ToBeVisibleAsync();
        for (var presses = 0; presses < limit; presses++)
        {
            if (await target.EvaluateAsync<bool>("element => element === document.activeElement"))
            {
                return;
            }

            await Page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"{limit} presses of Tab did not reach {target}.");
    }

    /// <summary>Leaves a picture of the last sight, for whoever looks into a failure.</summary>
    public async ValueTask DisposeAsync()
    {
        var name = TestContext.Current.TestMethod?.MethodName ?? "window";
        await Chromium.PhotographAsync(Page, Path.Combine("last", name));
        await Page.CloseAsync();
    }
}
