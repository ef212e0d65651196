using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Homeport.EndToEnd.Tests.Browser;

/// <summary>The screen of one task, as a person finds their way on it.</summary>
internal sealed class TaskScreen(BrowserWindow window)
{
    /// <summary>Long enough for an agent to start and to take a turn on a busy machine.</summary>
    public const float Turn = 30_000;

    private IPage Page => window.Page;

    public ILocator Approval => Page.GetByRole(AriaRole.Region, new() { NameRegex = new Regex("^Approval:") });
    public ILocator Timeline => Page.GetByRole(AriaRole.Log, new() { Name = "Timeline" });
    public ILocator Composer => Page.GetByRole(AriaRole.Textbox, new() { Name = "Message", Exact = true });
    public ILocator MergeStep => window.ButtonLike("^Merge…");
    public ILocator MergeButton => window.Button("Merge into main");
    public ILocator Differences => Page.GetByRole(AriaRole.Group, new() { NameRegex = new Regex("^Differences") });
    public ILocator CommentField => Page.GetByPlaceholder("What should change here?");

    public ILocator Tab(string name) => Page.GetByRole(AriaRole.Tab, new() { NameRegex = new Regex($"^{name}") });

    /// <summary>The word in the header, such as <c>In review</c>.</summary>
    public async Task ExpectStateAsync(string state) =>
        await Assertions.Expect(Page.Locator(".task-head .badge")).ToHaveTextAsync(new Regex(state), new() { Timeout = Turn });

    /// <summary>Waits until it can be answered: for its first half second it takes neither key nor click.</summary>
    public async Task ExpectApprovalAsync(string words)
    {
        await Assertions.Expect(Approval).ToContainTextAsync(words, new() { Timeout = Turn });
        await Assertions.Expect(Approval.Locator(".approval__acts:not([inert])")).ToBeVisibleAsync();
    }

    public async Task AnswerAsync(string name)
    {
        var asked = await Approval.GetAttributeAsync("aria-label") ?? throw new InvalidOperationException("What is asked has no name.");
        await Approval.GetByRole(AriaRole.Button, new() { NameRegex = new Regex($"^{name}") }).ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Region, new() { Name = asked, Exact = true })).ToHaveCountAsync(0); // the next one may be there already
    }

    /// <summary>Answers whatever is asked with the first answer, until the task is in review.</summary>
    public async Task ExpectAnsweredAsync(BrowserWindow opened)
    {
        var badge = Page.Locator(".task-head .badge", new() { HasTextRegex = new Regex("In review") });
        var ask = Approval.Locator(".approval__acts:not([inert]) .btn--primary");
        while (!await badge.IsVisibleAsync())
        {
            await Assertions.Expect(badge.Or(ask).First).ToBeVisibleAsync(new() { Timeout = Turn });
            if (await ask.IsVisibleAsync())
            {
                await ask.ClickAsync();
                await Assertions.Expect(Approval).ToHaveCountAsync(0);
            }
        }

        opened.AssertQuiet();
    }

    /// <summary>By mouse, on the line of the new side that reads so.</summary>
    public async Task CommentAsync(string line, string words)
    {
        await Differences.GetByText(line).Last.HoverAsync();
        await window.Button("Comment on this line").First.ClickAsync();
        await CommentField.FillAsync(words);
        await window.Button("Add").ClickAsync();
        await Assertions.Expect(CommentField).ToHaveCountAsync(0);
    }

    public async Task ChooseStrategyAsync(string name)
    {
        await window.ButtonLike("^Strategy").ClickAsync();
        await Page.GetByRole(AriaRole.Menuitemradio, new() { NameRegex = new Regex($"^{name}") }).ClickAsync();
    }
}
