using System.Net;
using Homeport.Host.Tests.Access;
using Homeport.Testing.Files;

namespace Homeport.Host.Tests.Http;

public sealed class WebClientTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public WebClientTests()
    {
        var web = _folder.Folder("web", "assets");
        File.WriteAllText(_folder.At("web", "index.html"), "<!doctype html><title>Homeport</title>");
        File.WriteAllText(Path.Combine(web, "app-1234.js"), "console.log(1)");
        File.WriteAllText(Path.Combine(web, "app-1234.js.br"), "brotli");
        File.WriteAllText(Path.Combine(web, "app-1234.js.gz"), "gzip");
        File.WriteAllText(_folder.At("secret.txt"), "secret");
        File.WriteAllText(_folder.At("web", ".hidden.txt"), "hidden");
        File.CreateSymbolicLink(_folder.At("web", "link.txt"), _folder.At("secret.txt"));
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("/"), InlineData("/index.html"), InlineData("/board"), InlineData("/tasks/019a9f3c")]
    public async Task Pages_lead_to_the_client(string path)
    {
        await using var host = await StartAsync();

        using var response = await host.Anonymous.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("<title>Homeport", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.True(response.Headers.CacheControl?.NoCache);
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("same-origin", response.Headers.GetValues("Cross-Origin-Opener-Policy").Single());
    }

    [Fact]
    public async Task Assets_are_kept_for_ever_and_sent_compressed()
    {
        await using var host = await StartAsync();

        using var plain = await host.Anonymous.GetAsync("/assets/app-1234.js", TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/assets/app-1234.js");
        request.Headers.Add("Accept-Encoding", "gzip, br");
        using var packed = await host.Anonymous.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal("console.log(1)", await plain.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Contains("immutable", plain.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Equal(["br"], packed.Content.Headers.ContentEncoding);
        Assert.Equal("text/javascript", packed.Content.Headers.ContentType?.MediaType);
        Assert.Equal("brotli", await packed.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_client_that_was_built_anew_is_served_without_a_restart()
    {
        await using var host = await StartAsync();
        using var before = await host.Anonymous.GetAsync("/assets/new.js", TestContext.Current.CancellationToken);

        await File.WriteAllTextAsync(_folder.At("web", "assets", "new.js"), "2", TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(_folder.At("web", "index.html"), new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        using var after = await host.Anonymous.GetAsync("/assets/new.js", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, before.StatusCode);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Theory]
    [InlineData("/../secret.txt")]
    [InlineData("/%2e%2e/secret.txt")]
    [InlineData("/%2e%2e%2fsecret.txt")]
    [InlineData("/..%2fsecret.txt")]
    [InlineData("/..%5csecret.txt")]
    [InlineData("/assets/../../secret.txt")]
    [InlineData("/assets/%252e%252e/%252e%252e/secret.txt")]
    [InlineData("//secret.txt")]
    [InlineData("/link.txt")]
    [InlineData("/.hidden.txt")]
    [InlineData("/index.html%00.txt")]
    public async Task No_spelling_leads_out_of_the_folder(string path)
    {
        await using var host = await StartAsync();

        var answer = await RawHttp.SendAsync(host, $"GET {path} HTTP/1.1\nHost: localhost:{host.Running.Port}\nConnection: close\n\n");

        Assert.InRange(RawHttp.Status(answer), 400, 499);
        Assert.DoesNotContain("secret\n", answer + "\n", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_client_the_page_says_so()
    {
        await using var host = await TestHost.StartAsync();

        using var response = await host.Anonymous.GetAsync("/", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("without the web client", (await TestHost.ReadAsync(response)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private Task<TestHost> StartAsync() => TestHost.StartAsync(options => options with { WebFolder = _folder.At("web") });
}
