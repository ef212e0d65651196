using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text.Json;
using Homeport.Host.Access;
using Homeport.Host.Tests.JsonRpc;
using Homeport.Testing;

namespace Homeport.Host.Tests.Access;

public sealed class LoginTests
{
    [Fact]
    public async Task The_owners_token_is_made_once_and_only_the_owner_can_read_it()
    {
        await using var host = await TestHost.StartAsync();
        var path = Path.Combine(host.Options.Root, "auth-token");

        await host.Running.DisposeAsync();
        await using var again = await HostApplication.StartAsync(host.Options, TextWriter.Null, TextWriter.Null, TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.Equal(host.Token, (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).Trim());
        Assert.Equal(43, host.Token.Length);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
    }

    [Fact]
    public async Task A_link_logs_a_browser_in_once()
    {
        await using var host = await TestHost.StartAsync();
        var link = host.Running.CreateLoginLink();
        Assert.StartsWith($"http://127.0.0.1:{host.Running.Port}/#login=", link, StringComparison.Ordinal);

        using var first = await ExchangeAsync(host, link.Split("#login=")[1]);
        using var replayed = await ExchangeAsync(host, link.Split("#login=")[1]);

        var cookie = first.Headers.GetValues("Set-Cookie").Single();
        Assert.StartsWith($"homeport-{host.Running.Port}=", cookie, StringComparison.Ordinal);
        Assert.Contains("; HttpOnly; SameSite=Strict", cookie, StringComparison.Ordinal);
        Assert.Contains("; Path=/;", cookie, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, replayed.StatusCode);
        Assert.False(replayed.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task A_link_is_good_for_five_minutes()
    {
        var time = new ManualTime();
        await using var host = await TestHost.StartAsync(time: time);
        var link = host.Running.CreateLoginLink();

        time.Advance(TimeSpan.FromMinutes(5));
        using var late = await ExchangeAsync(host, link.Split("#login=")[1]);

        Assert.Equal(HttpStatusCode.Unauthorized, late.StatusCode);
    }

    [Fact]
    public async Task A_browser_is_listed_and_can_be_logged_out_from_elsewhere()
    {
        await using var host = await TestHost.StartAsync();
        using var browser = await host.LogInAsync();

        var sessions = (await GetAsync(browser, "/api/auth/sessions")).GetProperty("items");
        var session = Assert.Single(sessions.EnumerateArray());
        Assert.Equal("Chrome on Linux", session.GetProperty("name").GetString());
        Assert.True(session.GetProperty("current").GetBoolean());

        using var revoked = await host.Owner.DeleteAsync($"/api/auth/sessions/{session.GetProperty("id").GetString()}", TestContext.Current.CancellationToken);
        using var after = await browser.GetAsync("/api/workspaces", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, revoked.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
    }

    [Fact]
    public async Task Logging_out_ends_the_cookie()
    {
        await using var host = await TestHost.StartAsync();
        using var browser = await host.LogInAsync();

        using var response = await browser.PostAsync("/api/auth/logout", TestHost.Json("{}"), TestContext.Current.CancellationToken);
        using var after = await browser.GetAsync("/api/auth/caller", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
    }

    [Fact]
    public async Task A_login_lasts_thirty_days_from_its_last_use_and_survives_a_restart()
    {
        var time = new ManualTime();
        await using var host = await TestHost.StartAsync(time: time);
        using var browser = await host.LogInAsync();

        time.Advance(TimeSpan.FromDays(29));
        using var used = await browser.GetAsync("/api/auth/caller", TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromDays(29));
        using var slid = await browser.GetAsync("/api/auth/caller", TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromDays(30));
        using var over = await browser.GetAsync("/api/auth/caller", TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Unauthorized), (used.StatusCode, slid.StatusCode, over.StatusCode));
    }

    [Fact]
    public async Task A_programs_token_works_until_it_is_revoked_or_expires()
    {
        var time = new ManualTime();
        await using var host = await TestHost.StartAsync(time: time);
        var (id, secret) = await CreateTokenAsync(host, """{"name":"editor","expiresInDays":2}""");
        var (_, forever) = await CreateTokenAsync(host, """{"name":"script"}""");
        using var program = Program(host, secret);
        using var script = Program(host, forever);

        Assert.StartsWith("hp_", secret, StringComparison.Ordinal);
        Assert.Equal("access_token", (await GetAsync(program, "/api/auth/caller")).GetProperty("caller").GetProperty("method").GetString());
        time.Advance(TimeSpan.FromDays(2));
        using var expired = await program.GetAsync("/api/auth/caller", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, expired.StatusCode);

        var listed = (await GetAsync(host.Owner, "/api/auth/tokens")).GetProperty("items");
        Assert.Equal(2, listed.GetArrayLength());
        Assert.DoesNotContain(forever, listed.GetRawText(), StringComparison.Ordinal);
        var other = listed.EnumerateArray().Single(token => token.GetProperty("id").GetString() != id).GetProperty("id").GetString();
        Assert.Equal("script", (await GetAsync(script, "/api/auth/caller")).GetProperty("caller").GetProperty("name").GetString());
        using var revoked = await host.Owner.DeleteAsync($"/api/auth/tokens/{other}", TestContext.Current.CancellationToken);
        using var after = await script.GetAsync("/api/auth/caller", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
    }

    [Fact]
    public async Task A_programs_token_can_neither_make_another_nor_stop_the_host()
    {
        await using var host = await TestHost.StartAsync();
        var (_, secret) = await CreateTokenAsync(host, """{"name":"editor"}""");
        using var program = Program(host, secret);

        foreach (var path in (string[])["/api/auth/tokens", "/api/auth/links", "/api/stop"])
        {
            using var response = await program.PostAsync(path, TestHost.Json("""{"name":"more"}"""), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        }
    }

    [Theory]
    [InlineData("""{"name":"  "}""", "name")]
    [InlineData("""{"name":"x","expiresInDays":0}""", "expiresInDays")]
    [InlineData("""{"name":"x","expiresInDays":366}""", "expiresInDays")]
    public async Task A_wrong_token_is_not_made(string body, string field)
    {
        await using var host = await TestHost.StartAsync();

        using var response = await host.Owner.PostAsync("/api/auth/tokens", TestHost.Json(body), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(field, (await TestHost.ReadAsync(response)).GetProperty("errors")[0].GetProperty("path").GetString());
    }

    [Fact]
    public async Task Revoking_a_login_closes_its_WebSockets_and_no_others()
    {
        await using var host = await TestHost.StartAsync();
        var (id, secret) = await CreateTokenAsync(host, """{"name":"watcher"}""");
        using var watcher = await TestSocket.OpenAsync(host, "/ws", ("Authorization", $"Bearer {secret}"));
        using var owner = await TestSocket.OwnerAsync(host);
        await watcher.CallAsync("getStatus", "{}");

        var closed = watcher.ReceiveAsync();
        await host.Owner.DeleteAsync($"/api/auth/tokens/{id}", TestContext.Current.CancellationToken);

        Assert.Null(await closed);
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, watcher.CloseStatus);
        Assert.True((await owner.CallAsync("getStatus", "{}")).TryGetProperty("result", out _));
    }

    [Fact]
    public async Task A_ticket_opens_one_WebSocket_soon()
    {
        var time = new ManualTime();
        await using var host = await TestHost.StartAsync(time: time);

        var ticket = await TicketAsync(host);
        using (var socket = await TestSocket.OpenAsync(host, $"/ws?ticket={ticket}"))
        {
            Assert.True((await socket.CallAsync("getStatus", "{}")).TryGetProperty("result", out _));
        }

        await Assert.ThrowsAsync<WebSocketException>(() => TestSocket.OpenAsync(host, $"/ws?ticket={ticket}"));
        var late = await TicketAsync(host);
        time.Advance(TimeSpan.FromSeconds(30));
        await Assert.ThrowsAsync<WebSocketException>(() => TestSocket.OpenAsync(host, $"/ws?ticket={late}"));
    }

    [Theory]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15", "Safari on macOS")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0", "Edge on Windows")]
    [InlineData("Mozilla/5.0 (Android 14; Mobile; rv:133.0) Gecko/133.0 Firefox/133.0", "Firefox on Android")]
    [InlineData("curl/8.0", "A browser")]
    public void A_browser_gets_a_name_that_a_person_knows(string userAgent, string name) => Assert.Equal(name, BrowserName.Of(userAgent));

    private static async Task<HttpResponseMessage> ExchangeAsync(TestHost host, string secret)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/auth/exchange") { Content = TestHost.Json($$"""{"secret":"{{secret}}"}""") };
        request.Headers.Add("Origin", host.Origin);
        return await host.Anonymous.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task<JsonElement> GetAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(path, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        return await TestHost.ReadAsync(response);
    }

    private static async Task<(string Id, string Secret)> CreateTokenAsync(TestHost host, string body)
    {
        using var response = await host.Owner.PostAsync("/api/auth/tokens", TestHost.Json(body), TestContext.Current.CancellationToken);
        var created = await TestHost.ReadAsync(response);
        return (created.GetProperty("accessToken").GetProperty("id").GetString()!, created.GetProperty("secret").GetString()!);
    }

    private static async Task<string> TicketAsync(TestHost host)
    {
        using var response = await host.Owner.PostAsync("/api/auth/ticket", TestHost.Json("{}"), TestContext.Current.CancellationToken);
        return (await TestHost.ReadAsync(response)).GetProperty("ticket").GetString()!;
    }

    private static HttpClient Program(TestHost host, string secret)
    {
        var client = new HttpClient { BaseAddress = host.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return client;
    }
}
