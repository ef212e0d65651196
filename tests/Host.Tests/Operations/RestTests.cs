using System.Net;
using System.Net.Http.Headers;
using Homeport.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Homeport.Host.Tests.Operations;

public sealed class RestTests
{
    [Theory]
    [InlineData("/api/nothing")]
    [InlineData("/api")]
    [InlineData("/api/tasks/1/2/3/4/5/6")]
    [InlineData("/health/deep")]
    public async Task An_unknown_path_is_an_unknown_operation(string path)
    {
        await using var host = await TestHost.StartAsync();

        using var response = await host.Owner.GetAsync(path, TestContext.Current.CancellationToken);
        var problem = await TestHost.ReadAsync(response);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("unknown_operation", problem.GetProperty("code").GetString());
        Assert.Equal(404, problem.GetProperty("status").GetInt32());
        Assert.Equal(32, problem.GetProperty("traceId").GetString()!.Length);
    }

    [Fact]
    public async Task A_wrong_method_is_told_which_ones_there_are()
    {
        await using var host = await TestHost.StartAsync();

        using var response = await host.Owner.PutAsync("/api/tasks", TestHost.Json("{}"), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["GET", "POST"], response.Content.Headers.Allow.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_list_that_did_not_change_is_not_sent_again()
    {
        await using var host = await TestHost.StartAsync();
        using var first = await host.Owner.GetAsync("/api/workspaces", TestContext.Current.CancellationToken);
        var tag = first.Headers.ETag!;

        using var same = await GetAsync(host, tag);
        await host.Owner.PostAsync("/api/workspaces", TestHost.Json("""{"name":"research"}"""), TestContext.Current.CancellationToken);
        using var changed = await GetAsync(host, tag);

        Assert.True(tag.IsWeak);
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.NotEqual(tag, changed.Headers.ETag);
    }

    [Fact]
    public async Task A_body_over_one_mebibyte_is_refused_and_the_host_lives_on()
    {
        await using var host = await TestHost.StartAsync();
        var large = $$"""{"name":"{{new string('x', 1 << 20)}}"}""";

        foreach (var chunked in (bool[])[false, true])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/workspaces") { Content = TestHost.Json(large) };
            request.Headers.TransferEncodingChunked = chunked;
            using var response = await host.Owner.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
            Assert.Equal("too_large", (await TestHost.ReadAsync(response)).GetProperty("code").GetString());
        }

        using var health = await host.Anonymous.GetAsync("/health", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    [Fact]
    public async Task A_body_in_chunks_is_read_whole()
    {
        await using var host = await TestHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/workspaces") { Content = TestHost.Json("""{"name":"chunked"}""") };
        request.Headers.TransferEncodingChunked = true;

        using var response = await host.Owner.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data")]
    [InlineData("application/jsonp")]
    public async Task Only_JSON_may_write(string type)
    {
        await using var host = await TestHost.StartAsync();
        using var content = new StringContent("""{"name":"x"}""");
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);

        using var response = await host.Owner.PostAsync("/api/workspaces", content, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task A_store_that_is_gone_is_a_503_that_tells_nothing_of_the_inside()
    {
        await using var host = await TestHost.StartAsync();
        await host.Running.Services.GetRequiredService<Database>().DisposeAsync();

        using var response = await host.Owner.GetAsync("/api/workspaces", TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.DoesNotContain(host.Options.Root, text, StringComparison.Ordinal);
        Assert.DoesNotContain(" at ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_answers_at_both_places_and_also_to_HEAD()
    {
        await using var host = await TestHost.StartAsync();

        foreach (var path in (string[])["/health", "/api/health", "/status"])
        {
            using var response = await host.Anonymous.GetAsync(path, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            using var head = await host.Anonymous.SendAsync(new HttpRequestMessage(HttpMethod.Head, path), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, head.StatusCode);
            Assert.Empty(await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task Diagnostics_say_what_to_do()
    {
        await using var host = await TestHost.StartAsync();

        using var response = await host.Owner.GetAsync("/api/diagnostics", TestContext.Current.CancellationToken);
        var checks = (await TestHost.ReadAsync(response)).GetProperty("checks").EnumerateArray()
            .ToDictionary(check => check.GetProperty("name").GetString()!, check => check);

        Assert.Equal("ok", checks["store"].GetProperty("status").GetString());
        Assert.Equal("failed", checks["worker"].GetProperty("status").GetString());
        Assert.True(checks["web"].GetProperty("next").GetString()!.Length > 0);
    }

    [Fact]
    public async Task Stopping_is_asked_for_over_the_socket()
    {
        await using var host = await TestHost.StartAsync();

        using var response = await host.Socket.PostAsync("/api/stop", TestHost.Json("{}"), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await host.Running.StopRequested.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }

    private static Task<HttpResponseMessage> GetAsync(TestHost host, EntityTagHeaderValue known)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/workspaces");
        request.Headers.IfNoneMatch.Add(known);
        return host.Owner.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
