using System.Text.Json.Nodes;
using Homeport.EndToEnd.Tests.Harness;
using Homeport.Testing.Models;
using Microsoft.Playwright;

namespace Homeport.EndToEnd.Tests.Browser;

/// <summary>
/// Pictures of every screen with work on it, at <c>artifacts/screenshots</c>, for people to look at; <c>task-light</c> and
/// <c>board-dark</c> are those of the README. The test itself holds that no screen has a fault or scrolls sideways.
/// </summary>
public sealed class PictureTests(Chromium chromium)
{
    private const string Prompt = "Greet people by their name, and in the language they speak. Fall back to English.";

    private const string Greeting =
        """
        write-file path=src/greeting.ts text="I will give the greeting a function of its own, with the words for each language beside it." content="const words: Record<string, string> = {\n  en: 'Hello',\n  de: 'Moin',\n  fr: 'Bonjour',\n};\n\n/** A greeting in the person's language; English when we do not speak theirs. */\nexport function greet(name: string, language: string): string {\n  return `${words[language] ?? words.en}, ${name}!`;\n}\n" final="People are now greeted by name in English, German and French. Another language is one more line in `words`."
        """;

    /// <summary>What makes the page as a whole scroll sideways; a row of lanes may scroll inside it.</summary>
    private const string WidestOutside =
        """
        (() => {
          const page = document.scrollingElement;
          if (page.scrollWidth <= innerWidth) return '';
          const clips = (element) => element !== null && element !== page && (getComputedStyle(element).overflowX !== 'visible' || clips(element.parentElement));
          return [...document.querySelectorAll('body *')]
            .filter((element) => element.getBoundingClientRect().right > innerWidth + 1 && !clips(element.parentElement))
            .map((element) => `${location.pathname} at ${innerWidth}: ${element.tagName} ${element.className} ends at ${element.getBoundingClientRect().right}`)
            .join(', ') || `${location.pathname} at ${innerWidth} is ${page.scrollWidth} wide`;
        })()
        """;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 300_000)]
    public async Task Every_screen_shows_its_work_on_a_desk_and_on_a_phone()
    {
        await using var bench = await Workbench.WithRealAgentsAsync(new FakeModelOptions { DefaultScenario = Greeting }, Cancelled);
        var homeport = await bench.StartAsync(Cancelled);
        string task;
        await using (var person = await Person.ConnectAsync(homeport, Cancelled))
        {
            task = await FillAsync(bench, person);
        }

        foreach (var (name, width, height, colors) in Screens())
        {
            var page = await chromium.OpenAsync(width, height, colors);
            await Chromium.ExplainAsync(page, async () =>
            {
                await Chromium.SignInAsync(page, homeport.Http, Cancelled);
                await TourAsync(page, task, name);
            });
            await page.CloseAsync();
        }
    }

    private static IEnumerable<(string Name, int Width, int Height, ColorScheme Colors)> Screens() =>
    [
        ("light", 1440, 900, ColorScheme.Light),
        ("dark", 1440, 900, ColorScheme.Dark),
        ("phone", 390, 844, ColorScheme.Light),
    ];

    private static async Task TourAsync(IPage page, string task, string name)
    {
        await VisitAsync(page, "/start", "start", name, page.GetByRole(AriaRole.Heading, new() { Name = "Three choices" }));
        await VisitAsync(page, "/board", "board", name, page.GetByText("Paginate the orders").First);
        await VisitAsync(page, "/inbox", "inbox", name, page.GetByText("Agents wait for you").First);
        await VisitAsync(page, "/settings", "settings", name, page.GetByRole(AriaRole.Heading).First);
        var words = page.GetByText("People are now greeted by name").First;
        await VisitAsync(page, $"/tasks/{task}", "task", name, name == "phone" ? words : page.GetByText("Should we speak Italian").First);
    }

    private static async Task VisitAsync(IPage page, string path, string screen, string name, ILocator landmark)
    {
        await page.GotoAsync(new Uri(new Uri(page.Url), path).AbsoluteUri);
        await Assertions.Expect(landmark).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("[aria-busy=true], .skeleton")).ToHaveCountAsync(0);
        await Chromium.PhotographAsync(page, $"{screen}-{name}");
        Assert.Equal("", await page.EvaluateAsync<string>(WidestOutside));
    }

    /// <summary>A project with a task in each state; the one that is returned was done in plain words and has a comment.</summary>
    private static async Task<string> FillAsync(Workbench bench, Person person)
    {
        var project = await person.AddAsync(await bench.AddRepositoryAsync("harbour-shop", Cancelled), Cancelled);
        var task = await person.StartAsync(project, "claude_code", "accept_edits", Prompt, Cancelled);
        await person.Events.FindTaskAsync(task, Cancelled, "in_review");
        await person.Operations.CallAsync("addReviewComment", new JsonObject
        {
            ["taskId"] = task,
            ["path"] = "src/greeting.ts",
            ["side"] = "new",
            ["startLine"] = 4,
            ["endLine"] = 4,
            ["body"] = "Should we speak Italian, too? Half of our crew is from Genova.",
        }, Cancelled);

        await CreateAsync(person, project, "Paginate the orders list", "echo", start: false);
        await CreateAsync(person, project, "Move prices to integers of cents", "echo", start: false);
        await CreateAsync(person, project, "Upgrade the payment client", "ask-permission cmd=\"npm update @harbour/pay && npm test\"", start: true);
        await CreateAsync(person, project, "Find out why checkout is slow", "stall", start: true);
        await CreateAsync(person, project, "Name the fields of the address form", "write-file path=src/address.ts", start: true, mode: "accept_edits");
        await CreateAsync(person, project, "Report failed payments", "error-529", start: true);
        await person.Events.FindAsync(
            entry => entry["kind"]!.GetValue<string>() == "approval_requested", Cancelled);
        await SettleAsync(person, "Name the fields of the address form", "in_review");
        await SettleAsync(person, "Report failed payments", "failed");
        await SettleAsync(person, "Find out why checkout is slow", "running");
        return task;
    }

    private static async Task SettleAsync(Person person, string title, string state) => await person.Events.FindAsync(
        entry => entry["payload"]!["task"] is JsonObject task && task["title"]!.GetValue<string>() == title && task["state"]!.GetValue<string>() == state,
        Cancelled);

    private static async Task CreateAsync(Person person, string project, string title, string scenario, bool start, string mode = "ask") =>
        await person.Operations.CallAsync("createUnitTask", new JsonObject
        {
            ["repositoryGroupId"] = project,
            ["title"] = title,
            ["prompt"] = $"{title}. fake:{scenario}",
            ["agentType"] = "claude_code",
            ["permissionMode"] = mode,
            ["start"] = start,
        }, Cancelled);
}
