using System.Text.Json.Nodes;
using Homeport.EndToEnd.Tests.Harness;
using Homeport.Testing.Files;
using Microsoft.Playwright;

namespace Homeport.EndToEnd.Tests.Browser;

/// <summary>
/// The picture of a race in the documentation, at <c>docs/images</c>, made anew with <c>HOMEPORT_UPDATE=1</c>; otherwise it is only held
/// that it is there.
/// </summary>
public sealed class RaceScreenshotTests(Chromium chromium)
{
    private const int Largest = 250_000; // bytes

    /// <summary>The worktree that comes first passes, whenever it is asked.</summary>
    private const string Judge =
        """
        first="$HOMEPORT_REPOSITORY/.git/first"
        [ -e "$first" ] || pwd > "$first"
        if [ "$(cat "$first")" = "$(pwd)" ]; then echo "===== 14 passed in 2.31s ====="; exit; fi
        echo "FAILED tests/test_export.py::test_header - KeyError: 'town'"
        echo "===== 1 failed, 13 passed in 2.29s ====="
        exit 1
        """;

    private static readonly string[] Models = ["swift", "careful", "thorough"];

    private static readonly (ColorScheme Colors, string Look)[] Looks = [(ColorScheme.Light, "light"), (ColorScheme.Dark, "dark")];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 240_000)]
    public async Task The_picture_of_a_race_is_there()
    {
        if (Environment.GetEnvironmentVariable("HOMEPORT_UPDATE") == "1")
        {
            await PhotographAsync();
        }

        Assert.All(Looks, look => Assert.InRange(new FileInfo(PathOf(look.Look)) is { Exists: true } file ? file.Length : 0, 1, Largest));
    }

    private static string PathOf(string look) => SourceTree.At("docs", "images", $"race-{look}.png");

    private async Task PhotographAsync()
    {
        await using var desk = await DemoDesk.OpenAsync(chromium, Cancelled);
        await desk.Repository.WriteAsync("check.sh", Judge, Cancelled);
        await desk.Repository.CommitAsync("A check", Cancelled);
        var started = (await desk.Person.Operations.CallAsync(
            "createRace",
            new JsonObject
            {
                ["repositoryGroupId"] = desk.Project,
                ["prompt"] = "Give the export a header line",
                ["runners"] = new JsonArray([.. Models.Select(model => new JsonObject
                {
                    ["agentType"] = "demo", ["model"] = model, ["permissionMode"] = "accept_edits",
                })]),
                ["verifyCommand"] = "sh check.sh",
            },
            Cancelled))["race"]!;
        var tasks = started["runners"]!.AsArray().Select(runner => runner!["taskId"]!.GetValue<string>()).ToArray();
        await using var window = await desk.VisitAsync($"/races/{started["id"]!.GetValue<string>()}");
        var runners = window.Page.GetByRole(AriaRole.Article);
        await Assertions.Expect(runners.Filter(new() { HasText = "14 of 14 tests passed" })).ToHaveCountAsync(1, new() { Timeout = 60_000 });
        foreach (var (task, index) in tasks.Select((task, index) => (task, index)))
        {
            for (var turn = 0; turn <= index; turn++) // so that they cost differently
            {
                await desk.Person.Operations.CallAsync("sendPrompt", new JsonObject { ["taskId"] = task, ["prompt"] = "usage" }, Cancelled);
            }
        }

        await Assertions.Expect(runners.GetByText("$0.0")).ToHaveCountAsync(3, new() { Timeout = 60_000 });
        foreach (var (text, count) in ((string, int)[])[("In review", 3), ("Stale", 0), ("13 of 14 tests passed", 2), ("14 of 14 tests passed", 1)])
        {
            await Assertions.Expect(runners.Filter(new() { HasText = text })).ToHaveCountAsync(count, new() { Timeout = 60_000 });
        }

        foreach (var (colors, look) in Looks)
        {
            await window.Page.EmulateMediaAsync(new() { ColorScheme = colors });
            await window.CheckAsync($"race, {look}");
            var picture = await window.Page.ScreenshotAsync(new() { Animations = ScreenshotAnimations.Disabled, Caret = ScreenshotCaret.Hide });
            await File.WriteAllBytesAsync(PathOf(look), PngPicture.Shrink(picture), Cancelled);
        }
    }
}
