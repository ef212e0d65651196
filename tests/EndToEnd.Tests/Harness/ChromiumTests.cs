using Microsoft.Playwright;

namespace Homeport.EndToEnd.Tests.Harness;

public sealed class ChromiumTests(Chromium chromium)
{
    [Fact]
    public async Task A_page_is_opened_at_the_size_of_a_phone()
    {
        var page = await chromium.OpenAsync(390, 844, ColorScheme.Dark);

        await page.SetContentAsync("<h1>Here</h1>");

        Assert.Equal("Here", await page.GetByRole(AriaRole.Heading).InnerTextAsync());
        Assert.Equal(390, await page.EvaluateAsync<int>("innerWidth"));
        Assert.True(await page.EvaluateAsync<bool>("matchMedia('(prefers-color-scheme: dark)').matches"));
        await page.CloseAsync();
    }
}
