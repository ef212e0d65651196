using System.Net;
using System.Net.WebSockets;
using System.Runtime.Versioning;
using Homeport.Host.Access;
using Homeport.Host.Tests.JsonRpc;
using Homeport.Testing.Programs;

namespace Homeport.Host.Tests.Access;

/// <summary>What a web page of somebody else, another program or another user could try.</summary>
public sealed class AttackTests
{
    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:{port}")]
    [InlineData("localhost.evil.example:{port}")]
    [InlineData("127.0.0.1:1")]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("0.0.0.0:{port}")]
    public async Task A_name_that_was_pointed_at_us_is_refused(string name)
    {
        await using var host = await TestHost.StartAsync();
        foreach (var path in (string[])["/", "/health", "/api/workspaces", "/ws"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Host = name.Replace("{port}", $"{host.Running.Port}", StringComparison.Ordinal);

            using var response = await host.Owner.SendAsync(request, TestContext.Current.CancellationToken);

            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        }
    }

    [Theory]
    [InlineData("localhost:{port}"), InlineData("127.0.0.1:{port}"), InlineData("[::1]:{port}"), InlineData("LOCALHOST:{port}")]
    public async Task Our_own_names_are_taken(string name)
    {
        await using var host = await TestHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/workspaces");
        request.Headers.Host = name.Replace("{port}", $"{host.Running.Port}", StringComparison.Ordinal);

        using var response = await host.Owner.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_public_name_is_taken_only_when_it_was_configured()
    {
        await using var host = await TestHost.StartAsync(options => options with { PublicNames = ["home.example"] });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/workspaces") { Content = TestHost.Json("""{"name":"far"}""") };
        request.Headers.Host = "home.example";
        request.Headers.Add("Origin", "https://home.example");

        using var response = await host.Owner.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("GET /api/workspaces HTTP/1.1\nConnection: close\n\n")]
    [InlineData("GET /api/workspaces HTTP/1.0\nConnection: close\n\n")]
    [InlineData("GET /api/workspaces HTTP/1.1\nHost: localhost:{port}\nHost: evil.example\nConnection: close\n\n")]
    [InlineData("GET http://evil.example/api/workspaces HTTP/1.1\nHost: localhost:{port}\nConnection: close\n\n")]
    [InlineData("GET /api/workspaces HTTP/1.1\nHost : localhost:{port}\nConnection: close\n\n")]
    [InlineData("POST /api/workspaces HTTP/1.1\nHost: localhost:{port}\nContent-Length: 5\nContent-Length: 6\nConnection: close\n\nhello")]
    [InlineData("POST /api/stop HTTP/1.1\nHost: localhost:{port}\nTransfer-Encoding: chunked, identity\nConnection: close\n\n0\n\n")]
    public async Task Headers_that_two_readers_would_read_differently_are_refused(string request)
    {
        await using var host = await TestHost.StartAsync();

        var answer = await RawHttp.SendAsync(host, request.Replace("{port}", $"{host.Running.Port}", StringComparison.Ordinal));

        Assert.InRange(RawHttp.Status(answer), 400, 499);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("http://localhost:1")]
    [InlineData("http://localhost")]
    [InlineData("https://localhost:{port}")]
    [InlineData("null")]
    public async Task A_page_of_another_origin_can_neither_write_nor_read(string origin)
    {
        await using var host = await TestHost.StartAsync();
        using var browser = await host.LogInAsync();
        browser.DefaultRequestHeaders.Remove("Origin");
        browser.DefaultRequestHeaders.Add("Origin", origin.Replace("{port}", $"{host.Running.Port}", StringComparison.Ordinal));

        using var read = await browser.GetAsync("/api/workspaces", TestContext.Current.CancellationToken);
        using var write = await browser.PostAsync("/api/workspaces", TestHost.Json("""{"name":"x"}"""), TestContext.Current.CancellationToken);
        using var delete = await browser.DeleteAsync("/api/repositories/1", TestContext.Current.CancellationToken);

        Assert.All((HttpResponseMessage[])[read, write, delete], response => Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode));
        Assert.DoesNotContain(read.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_form_of_another_site_is_refused_whatever_it_says()
    {
        await using var host = await TestHost.StartAsync();
        using var browser = await host.LogInAsync();
        browser.DefaultRequestHeaders.Remove("Origin");

        using var noOrigin = await browser.PostAsync("/api/stop", TestHost.Json("{}"), TestContext.Current.CancellationToken);
        using var form = new HttpRequestMessage(HttpMethod.Post, "/api/stop") { Content = new FormUrlEncodedContent([new("a", "b")]) };
        form.Headers.Add("Origin", host.Origin);
        using var formed = await browser.SendAsync(form, TestContext.Current.CancellationToken);
        using var plain = new HttpRequestMessage(HttpMethod.Post, "/api/workspaces") { Content = new StringContent("""{"name":"x"}""") };
        plain.Headers.Add("Origin", host.Origin);
        using var typed = await browser.SendAsync(plain, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, noOrigin.StatusCode);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, formed.StatusCode);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, typed.StatusCode);
        Assert.False(host.Running.StopRequested.IsCompleted);
    }

    [Theory]
    [InlineData("cross-site", "cors", "empty", "/api/workspaces", false)]
    [InlineData("same-site", "no-cors", "script", "/api/workspaces", false)]
    [InlineData("cross-site", "no-cors", "image", "/icons/app.svg", false)]
    [InlineData("cross-site", "navigate", "iframe", "/", false)]
    [InlineData("cross-site", "navigate", "document", "/api/workspaces", false)]
    [InlineData("cross-site", "navigate", "document", "/", true)]
    [InlineData("none", "navigate", "document", "/", true)]
    [InlineData("same-origin", "cors", "empty", "/api/workspaces", true)]
    public async Task Of_another_site_only_a_link_to_our_page_passes(string site, string mode, string target, string path, bool passes)
    {
        await using var host = await TestHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Sec-Fetch-Site", site);
        request.Headers.Add("Sec-Fetch-Mode", mode);
        request.Headers.Add("Sec-Fetch-Dest", target);

        using var response = await host.Owner.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(!passes, response.StatusCode == HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_WebSocket_of_another_origin_is_refused_even_with_the_cookie()
    {
        await using var host = await TestHost.StartAsync();
        var cookie = await CookieAsync(host);

        foreach (var headers in (List<(string, string)[]>)[
            [("Cookie", cookie), ("Origin", "https://evil.example")], [("Cookie", cookie), ("Origin", "null")], [("Cookie", cookie)],
            [("Origin", host.Origin)], [("Authorization", $"Bearer {host.Token}"), ("Origin", "https://evil.example")]])
        {
            await Assert.ThrowsAsync<WebSocketException>(() => TestSocket.OpenAsync(host, "/ws", headers));
        }

        using var own = await TestSocket.OpenAsync(host, "/ws", ("Cookie", cookie), ("Origin", host.Origin));
        Assert.True((await own.CallAsync("getCaller", "{}")).TryGetProperty("result", out _));
    }

    [Fact]
    public async Task A_token_in_a_query_is_worth_nothing()
    {
        await using var host = await TestHost.StartAsync();

        foreach (var name in (string[])["token", "access_token", "ticket", "auth", "bearer"])
        {
            using var response = await host.Anonymous.GetAsync($"/api/workspaces?{name}={host.Token}", TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        }

        await Assert.ThrowsAsync<WebSocketException>(() => TestSocket.OpenAsync(host, $"/ws?token={host.Token}"));
        await Assert.ThrowsAsync<WebSocketException>(() => TestSocket.OpenAsync(host, $"/ws?ticket={host.Token}"));
    }

    [Theory]
    [InlineData("Bearer wrong")]
    [InlineData("Bearer ")]
    [InlineData("Bearer hp_wrong")]
    [InlineData("Basic b3duZXI6b3duZXI=")]
    [InlineData("wrong")]
    public async Task A_wrong_token_is_refused_and_never_helped_by_a_good_cookie(string authorization)
    {
        await using var host = await TestHost.StartAsync();
        using var browser = await host.LogInAsync();
        browser.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);

        using var response = await browser.GetAsync("/api/workspaces", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Contains("Bearer", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_login_nothing_but_liveness_answers()
    {
        await using var host = await TestHost.StartAsync();

        foreach (var path in (string[])["/api/workspaces", "/api/tasks", "/api/auth/caller", "/api/diagnostics", "/openapi/v1.json"])
        {
            using var response = await host.Anonymous.GetAsync(path, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        }
    }

    [Fact]
    public async Task The_cookie_of_a_host_on_another_port_means_nothing_here()
    {
        await using var host = await TestHost.StartAsync();
        await using var other = await TestHost.StartAsync();
        var cookie = await CookieAsync(other);
        var value = cookie.Split('=')[1];

        foreach (var sent in (string[])[cookie, $"homeport-{host.Running.Port}={value}", $"homeport={value}", $"xhomeport-{host.Running.Port}={value}"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/workspaces");
            request.Headers.Add("Cookie", sent);
            using var response = await host.Anonymous.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        }
    }

    [Fact]
    public async Task Guessing_links_is_stopped_after_a_while()
    {
        await using var host = await TestHost.StartAsync(options => options with { Limits = new RateLimits { FailedLoginsPerMinute = 5 } });
        var statuses = new List<HttpStatusCode>();
        for (var guess = 0; guess < 7; guess++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/auth/exchange") { Content = TestHost.Json($$"""{"secret":"guess{{guess}}"}""") };
            request.Headers.Add("Origin", host.Origin);
            request.Headers.Add("X-Forwarded-For", $"10.0.0.{guess}");
            using var response = await host.Anonymous.SendAsync(request, TestContext.Current.CancellationToken);
            statuses.Add(response.StatusCode);
        }

        Assert.Equal(HttpStatusCode.Unauthorized, statuses[0]);
        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[^1]);
        using var owner = await host.Owner.GetAsync("/api/workspaces", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, owner.StatusCode);
    }

    [Fact]
    public async Task A_caller_that_asks_too_often_has_to_wait()
    {
        await using var host = await TestHost.StartAsync(
            options => options with { Limits = new RateLimits { CallerPerSecond = 1, BurstSeconds = 5 } });
        using var browser = await host.LogInAsync();
        HttpResponseMessage response;
        var asked = 0;
        do
        {
            response = await browser.GetAsync("/api/workspaces", TestContext.Current.CancellationToken);
        }
        while (response.IsSuccessStatusCode && ++asked < 50);

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.True(response.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        Assert.InRange(asked, 5, 20);
        response.Dispose();
    }

    [Fact]
    public async Task Without_authentication_Host_and_Origin_are_checked_all_the_same()
    {
        await using var host = await TestHost.StartAsync(options => options with { Auth = AuthMode.None });
        using var program = await host.Anonymous.PostAsync("/api/workspaces", TestHost.Json("""{"name":"a"}"""), TestContext.Current.CancellationToken);
        using var page = new HttpRequestMessage(HttpMethod.Post, "/api/workspaces") { Content = TestHost.Json("""{"name":"b"}""") };
        page.Headers.Add("Origin", "https://evil.example");
        using var written = await host.Anonymous.SendAsync(page, TestContext.Current.CancellationToken);
        using var rebound = new HttpRequestMessage(HttpMethod.Get, "/api/workspaces");
        rebound.Headers.Host = $"evil.example:{host.Running.Port}";
        using var read = await host.Anonymous.SendAsync(rebound, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, program.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, written.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, read.StatusCode);
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task Another_users_process_is_turned_away_from_the_socket()
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root, to become somebody else");
        await using var host = await TestHost.StartAsync();
        var cancellationToken = TestContext.Current.CancellationToken;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(host.Running.SocketPath));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(host.Options.Root));

        // Even where the modes were opened, the kernel tells who it is.
        const UnixFileMode Everything = (UnixFileMode)0b111_111_111;
        File.SetUnixFileMode(host.Running.SocketPath, Everything);
        File.SetUnixFileMode(host.Options.Root, Everything);
        File.SetUnixFileMode(Path.GetDirectoryName(host.Options.Root)!, Everything);
        string[] call = ["curl", "-s", "-m", "10", "--unix-socket", host.Running.SocketPath, "http://homeport/api/workspaces"];
        var mine = await ProgramRun.RunAsync("env", call, "/", null, TimeSpan.FromSeconds(20), cancellationToken);
        var theirs = await ProgramRun.RunAsync("runuser", ["-u", "nobody", "--", .. call], "/", null, TimeSpan.FromSeconds(20), cancellationToken);

        Assert.Contains("personal", mine.Output, StringComparison.Ordinal);
        Assert.NotEqual(0, theirs.ExitCode);
        Assert.Empty(theirs.Output);
    }

    [Fact]
    public async Task No_header_lets_another_origin_in_and_every_answer_carries_the_guards()
    {
        await using var host = await TestHost.StartAsync();
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/api/workspaces");
        preflight.Headers.Add("Origin", "https://evil.example");
        preflight.Headers.Add("Access-Control-Request-Method", "POST");

        using var refused = await host.Anonymous.SendAsync(preflight, TestContext.Current.CancellationToken);
        using var answer = await host.Owner.GetAsync("/api/workspaces", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        foreach (var response in (HttpResponseMessage[])[refused, answer])
        {
            Assert.DoesNotContain(response.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
            Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Contains("frame-ancestors 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Equal("no-referrer", response.Headers.GetValues("Referrer-Policy").Single());
            Assert.Equal("same-origin", response.Headers.GetValues("Cross-Origin-Resource-Policy").Single());
            Assert.False(response.Headers.Contains("Server"));
        }
    }

    [Fact]
    public async Task A_connection_that_sends_nothing_but_noise_is_closed()
    {
        await using var host = await TestHost.StartAsync();

        var answer = await RawHttp.SendAsync(host, "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\n\n");

        Assert.InRange(RawHttp.Status(answer), 400, 499);
    }

    private static async Task<string> CookieAsync(TestHost host)
    {
        var secret = host.Running.CreateLoginLink().Split("#login=")[1];
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/auth/exchange") { Content = TestHost.Json($$"""{"secret":"{{secret}}"}""") };
        request.Headers.Add("Origin", host.Origin);
        using var response = await host.Anonymous.SendAsync(request, TestContext.Current.CancellationToken);
        return response.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }
}
