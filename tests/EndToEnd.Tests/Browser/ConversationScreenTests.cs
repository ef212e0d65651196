using System.Text.RegularExpressions;
using Homeport.EndToEnd.Tests.Harness;
using Microsoft.Playwright;

namespace Homeport.EndToEnd.Tests.Browser;

/// <summary>How a person steers a conversation on the screen: into, behind and instead of a turn, back, and another way.</summary>
public sealed class ConversationScreenTests(Chromium chromium)
{
    private const int Limit = 240_000;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task A_message_is_taken_back_with_its_files_said_differently_and_a_rewind_is_undone()
    {
        await using var desk = await DemoDesk.OpenAsync(chromium, Cancelled);
        var (window, task) = await desk.VisitTaskAsync(await TwoFilesAsync(desk));
        await using var closing = window;
        var second = task.Timeline.Locator(".msg-user").Filter(new() { HasText = "second.txt" });
        await Assertions.Expect(task.Tab("Changes")).ToContainTextAsync("2");

        await second.HoverAsync();
        await second.GetByRole(AriaRole.Button, new() { Name = "Go back to before this message" }).ClickAsync();
        await Assertions.Expect(second).ToContainTextAsync("gets what was said until then as text");
        await PictureAsync(window, "rewind");
        await window.CheckAsync("rewind");
        await second.GetByRole(AriaRole.Button, new() { Name = "Go back", Exact = true }).ClickAsync();

        await Assertions.Expect(task.Timeline).ToContainTextAsync("Went back to before message 2.");
        await Assertions.Expect(second).ToHaveCountAsync(0);
        await Assertions.Expect(task.Composer).ToHaveValueAsync("write-file second.txt");
        await Assertions.Expect(task.Tab("Changes")).ToContainTextAsync("1");
        await PictureAsync(window, "rewound");
        await window.CheckAsync("rewound");

        await window.Button("Undo").ClickAsync();
        await Assertions.Expect(second).ToHaveCountAsync(1);
        await Assertions.Expect(task.Tab("Changes")).ToContainTextAsync("2");
        await Assertions.Expect(task.Composer).ToHaveValueAsync("write-file second.txt"); // what is written stands

        // The same by keyboard, and then another way.
        await second.GetByRole(AriaRole.Button, new() { Name = "Go back to before this message" }).FocusAsync();
        await window.Page.Keyboard.PressAsync("Enter");
        await window.TabToAsync(second.GetByRole(AriaRole.Button, new() { Name = "Go back", Exact = true }));
        await window.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(task.Timeline).ToContainTextAsync("Went back to before message 2.");
        await task.Composer.FillAsync("write-file third.txt");
        await task.Composer.PressAsync("Control+Enter");
        await Assertions.Expect(task.Timeline.Locator(".msg-user")).ToHaveCountAsync(2);
        await Assertions.Expect(task.Differences).ToContainTextAsync("This work was begun in another session.", new() { Timeout = TaskScreen.Turn }); // the demo agent notes what it was told
        await Assertions.Expect(window.Button("Undo")).ToHaveCountAsync(0);
        window.AssertQuiet();
    }

    [Fact(Timeout = Limit)]
    public async Task A_message_is_forked_into_a_task_of_its_own()
    {
        await using var desk = await DemoDesk.OpenAsync(chromium, Cancelled);
        var (window, task) = await desk.VisitTaskAsync(await TwoFilesAsync(desk));
        await using var closing = window;
        var second = task.Timeline.Locator(".msg-user").Filter(new() { HasText = "second.txt" });

        await second.HoverAsync();
        await second.GetByRole(AriaRole.Button, new() { Name = "Fork a new task from this message" }).ClickAsync();
        await second.GetByRole(AriaRole.Textbox, new() { Name = "What to say there instead" }).FillAsync("write-file other.txt");
        await PictureAsync(window, "fork");
        await window.CheckAsync("fork");
        await window.Page.ReloadAsync(); // what was typed is kept
        await second.GetByRole(AriaRole.Button, new() { Name = "Fork a new task from this message" }).ClickAsync();
        await Assertions.Expect(second.GetByRole(AriaRole.Textbox)).ToHaveValueAsync("write-file other.txt");
        await second.GetByRole(AriaRole.Button, new() { Name = "Fork and start" }).ClickAsync();

        await Assertions.Expect(task.Timeline).ToContainTextAsync("Forked before message 2 of write-file first.txt");
        await task.ExpectStateAsync("In review");
        await Assertions.Expect(task.Timeline).ToContainTextAsync("other.txt");
        await Assertions.Expect(task.Tab("Changes")).ToContainTextAsync("2");
        await Assertions.Expect(task.Differences).ToContainTextAsync("first.txt");
        await PictureAsync(window, "forked");
        window.AssertQuiet();
    }

    [Fact(Timeout = Limit)]
    public async Task What_is_written_interrupts_or_waits_as_chosen_and_a_draft_outlives_a_reload()
    {
        await using var desk = await DemoDesk.OpenAsync(chromium, Cancelled);
        var (window, task) = await desk.VisitTaskAsync(await desk.StartAsync("long-stream 6000"));
        await using var closing = window;
        await Assertions.Expect(task.Timeline).ToContainTextAsync("delta 20", new() { Timeout = TaskScreen.Turn });
        await task.Composer.FillAsync("write-file later.txt");
        await task.Composer.PressAsync("Control+Enter");
        await Assertions.Expect(task.Composer).ToHaveValueAsync("");

        await task.Composer.FillAsync("write-file now.txt");
        await window.Page.ReloadAsync();
        await Assertions.Expect(task.Composer).ToHaveValueAsync("write-file now.txt");
        await window.Button("How to send").ClickAsync();
        await PictureAsync(window, "how-to-send");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Menuitem, new() { NameRegex = new Regex("^Say it into this turn") })).ToBeDisabledAsync();
        await window.Page.GetByRole(AriaRole.Menuitem, new() { NameRegex = new Regex("^Interrupt and send") }).ClickAsync();

        await task.ExpectApprovalAsync("now.txt");
        await Assertions.Expect(task.Timeline).ToContainTextAsync("Stopped");
        await task.AnswerAsync("Allow once");
        await task.ExpectApprovalAsync("later.txt");
        window.AssertQuiet();
    }

    [Theory(Timeout = Limit)]
    [InlineData(1440, 900)]
    [InlineData(390, 844)]
    public async Task The_queue_is_ordered_by_mouse_and_by_keyboard(int width, int height)
    {
        await using var desk = await DemoDesk.OpenAsync(chromium, Cancelled);
        var id = await desk.StartAsync("long-stream 6000");
        await using var window = await desk.VisitAsync($"/tasks/{id}", width, height, ColorScheme.Dark);
        var task = new TaskScreen(window);
        await Assertions.Expect(task.Timeline).ToContainTextAsync("delta 20", new() { Timeout = TaskScreen.Turn });
        foreach (var prompt in (string[])["first", "second", "third"])
        {
            await task.Composer.FillAsync(prompt);
            await task.Composer.PressAsync("Control+Enter");
            await Assertions.Expect(task.Composer).ToHaveValueAsync("");
        }

        var queue = window.Page.GetByRole(AriaRole.List, new() { NameRegex = new Regex("queued prompt") }).GetByRole(AriaRole.Listitem);
        await Assertions.Expect(queue).ToHaveCountAsync(3);
        await PictureAsync(window, $"queue-{width}");
        await window.CheckAsync("queue");
        await queue.Last.GetByRole(AriaRole.Button, new() { Name = "Earlier" }).ClickAsync();
        await Assertions.Expect(queue.Nth(1)).ToContainTextAsync("third");
        await queue.First.GetByRole(AriaRole.Button, new() { Name = "Later" }).FocusAsync();
        await window.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(queue.First).ToContainTextAsync("third");
        await Assertions.Expect(queue.Nth(1)).ToContainTextAsync("first");
        window.AssertQuiet();
    }

    [Fact(Timeout = Limit)]
    public async Task A_file_is_named_by_a_few_letters_and_an_image_is_dropped()
    {
        await using var desk = await DemoDesk.OpenAsync(chromium, Cancelled);
        await desk.Repository.WriteAsync("src/harbour/Lighthouse.cs", "class Lighthouse;\n", Cancelled);
        await desk.Repository.CommitAsync("A lighthouse", Cancelled);
        var id = await desk.StartAsync("write-file first.txt");
        var (window, task) = await desk.VisitTaskAsync(id);
        await using var closing = window;
        await task.ExpectApprovalAsync("first.txt");
        await task.AnswerAsync("Allow once");
        await task.ExpectStateAsync("In review");

        await task.Composer.PressSequentiallyAsync("Look at @lhs");
        var option = window.Page.GetByRole(AriaRole.Option, new() { NameRegex = new Regex("Lighthouse.cs") });
        await Assertions.Expect(option).ToBeVisibleAsync();
        await PictureAsync(window, "files");
        await window.CheckAsync("completion of files");
        await task.Composer.PressAsync("Enter");
        await Assertions.Expect(task.Composer).ToHaveValueAsync("Look at @src/harbour/Lighthouse.cs ");
        await window.Page.Keyboard.TypeAsync("please");
        await Assertions.Expect(task.Composer).ToHaveValueAsync("Look at @src/harbour/Lighthouse.cs please");

        await window.Page.EvaluateAsync("""
            () => {
              const data = new DataTransfer();
              const pixel = Uint8Array.from(atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='), (letter) => letter.charCodeAt(0));
              data.items.add(new File([pixel], 'pixel.png', { type: 'image/png' }));
              const composer = document.querySelector('.composer');
              composer.dispatchEvent(new DragEvent('dragover', { dataTransfer: data, bubbles: true, cancelable: true }));
              composer.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
            }
            """);
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Img, new() { Name = "Image: pixel.png" })).ToBeVisibleAsync();
        await window.Page.ReloadAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Img, new() { Name = "Image: pixel.png" })).ToBeVisibleAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task An_overloaded_provider_is_waited_for_in_sight_and_that_can_be_called_off()
    {
        await using var desk = await DemoDesk.OpenAsync(chromium, Cancelled);
        var (window, task) = await desk.VisitTaskAsync(await desk.StartAsync("fail 529"));
        await using var closing = window;
        var wait = window.Page.GetByRole(AriaRole.Region, new() { Name = "The provider is overloaded." });
        await Assertions.Expect(wait).ToContainTextAsync("Try 1 of 3.", new() { Timeout = TaskScreen.Turn });
        await Assertions.Expect(wait).ToContainTextAsync("Next try in");
        await PictureAsync(window, "overloaded");
        await window.CheckAsync("overloaded");

        await wait.GetByRole(AriaRole.Button, new() { Name = "Try now" }).ClickAsync();
        await Assertions.Expect(wait).ToContainTextAsync("Try 2 of 3.", new() { Timeout = TaskScreen.Turn });
        await wait.GetByRole(AriaRole.Button, new() { Name = "Do not try again" }).ClickAsync();
        await task.ExpectStateAsync("Failed");
        await Assertions.Expect(window.Button("Retry")).ToBeVisibleAsync();
        window.AssertQuiet();
    }

    [Theory(Timeout = Limit)]
    [InlineData(1440, 900, ColorScheme.Light)]
    [InlineData(390, 844, ColorScheme.Dark)]
    public async Task Another_agent_takes_over(int width, int height, ColorScheme colors)
    {
        await using var desk = await DemoDesk.OpenAsync(chromium, Cancelled);
        var id = await desk.StartAsync("write-file first.txt");
        await using var window = await desk.VisitAsync($"/tasks/{id}", width, height, colors);
        var task = new TaskScreen(window);
        await task.ExpectApprovalAsync("first.txt");
        await task.AnswerAsync("Allow once");
        await Assertions.Expect(window.Button("Hand over to another agent")).ToBeVisibleAsync(new() { Timeout = TaskScreen.Turn });

        await task.Composer.FillAsync("write-file second.txt");
        await window.Button("Hand over to another agent").ClickAsync();
        await window.Button("The conversation").ClickAsync();
        await PictureAsync(window, $"hand-over-{width}");
        await window.CheckAsync("hand over");
        await window.ButtonLike("^Hand over to Demo").ClickAsync();

        await Assertions.Expect(task.Timeline).ToContainTextAsync("It got the conversation as text", new() { Timeout = TaskScreen.Turn });
        await Assertions.Expect(task.Composer).ToHaveValueAsync("");
        await PictureAsync(window, $"handed-over-{width}");
        window.AssertQuiet();
    }

    /// <summary>A task with two messages, each of which made a file.</summary>
    private static async Task<string> TwoFilesAsync(DemoDesk desk)
    {
        var created = await desk.Person.StartAsync(desk.Project, "demo", "accept_edits", "write-file first.txt", Cancelled);
        await desk.Person.FindTurnEndAsync(created, 1, Cancelled);
        await desk.Person.SayAsync(created, "write-file second.txt", Cancelled);
        await desk.Person.FindTurnEndAsync(created, 2, Cancelled);
        return created;
    }

    /// <summary>For whoever looks at the screens.</summary>
    private static async Task PictureAsync(BrowserWindow window, string name) => await Chromium.PhotographAsync(window.Page, Path.Combine("conversation", name));
}
