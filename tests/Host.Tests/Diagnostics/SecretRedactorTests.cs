using Homeport.Host.Diagnostics;

namespace Homeport.Host.Tests.Diagnostics;

/// <summary>What is taken out of a text before strangers read it, and what is left in.</summary>
public sealed class SecretRedactorTests
{
    private readonly SecretRedactor _redactor = new(["hunter2hunter2", "äöü-secret"], "/home/ada", [("ada", "‹user›"), ("ada-laptop", "‹machine›")]);

    [Theory]
    [InlineData("the password is hunter2hunter2.", "hunter2hunter2")]
    [InlineData("aHVudGVyMmh1bnRlcjI=", "aHVudGVyMmh1bnRlcjI")]
    [InlineData("q=%C3%A4%C3%B6%C3%BC-secret", "%C3%A4")]
    [InlineData("Authorization: Bearer abc123def", "abc123def")]
    [InlineData("authorization: Basic QWxhZGRpbjpvcGVu", "QWxhZGRpbjpvcGVu")]
    [InlineData("{\"Authorization\": \"token xyz1\"}", "xyz1")]
    [InlineData("Cookie: homeport_42424=abc; other=def", "abc")]
    [InlineData("Set-Cookie: homeport_42424=abc; HttpOnly", "abc")]
    [InlineData("x-api-key: 12345", "12345")]
    [InlineData("http://127.0.0.1:42424/#login=short", "short")]
    [InlineData("key sk-ant-api03-AbCdEf-0123456789", "AbCdEf")]
    [InlineData("sk-proj-1234567890abcdef", "1234567890")]
    [InlineData("ghp_16C7e42F292c6912E7710c838347Ae178B4a", "16C7e42F")]
    [InlineData("github_pat_11ABCDEFG0123456789", "11ABCDEFG")]
    [InlineData("AKIAIOSFODNN7EXAMPLE", "IOSFODNN7")]
    [InlineData("AIzaSyA-1234567890abcdefghijklmnop", "SyA-1234")]
    [InlineData("xoxb-123456789012-abcdef", "123456789012")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", "eyJzdWIi")]
    [InlineData("OPENAI_API_KEY=abc", "=abc")]
    [InlineData("export DB_PASSWORD='with space'", "with space")]
    [InlineData("{\"apiKey\": \"a\\\"b\", \"x\": 1}", "b\\\"")]
    [InlineData("client_secret: abc", "abc")]
    [InlineData("Host=db;Password=abc;Database=x", "abc")]
    [InlineData("curl --token abc --retry 3", "abc")]
    [InlineData("psql --db-password=abc", "abc")]
    [InlineData("git clone https://ada:abc@example.org/x.git", "abc")]
    [InlineData("postgres://abc:def@db/x", "def")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nMIIabc\n-----END RSA PRIVATE KEY-----", "MIIabc")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMIIabc cut off", "MIIabc")]
    [InlineData("took q3Xk9ZpL0vT7wB2nR8yC5mJ4sH6dF1gA0eU9iO3_x-K from", "q3Xk9ZpL0")]
    [InlineData("/home/ada/code/shop", "/home/ada")]
    [InlineData("~/.claude/projects/-home-ada-code", "home-ada")]
    [InlineData("login ada on ada-laptop", "ada")]
    public void A_secret_is_gone(string text, string secret)
    {
        Assert.DoesNotContain(secret, _redactor.Redact(text), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-11-20T08:14:04.123Z info Homeport.Host.Sessions.Dispatcher: Task 0198c0de-0000-7000-8000-000000000001: turn 1 runs with demo")]
    [InlineData("commit da39a3ee5e6b4b0d3255bfef95601890afd80709")]
    [InlineData("the nevada task took 3 ms; keyboard monkeys; authors: 3; tokenizer ready")]
    [InlineData("  agent_sessions  12\n  access_tokens  3")]
    public void What_helps_is_left(string text)
    {
        Assert.Equal(text, _redactor.Redact(text));
    }

    [Fact]
    public void A_large_hostile_text_takes_no_time()
    {
        var text = string.Concat(Enumerable.Repeat("token=\"\\\\\\\\ Authorization cookie a.b.c.d.e ----- passwordpassword", 8000));
        var watch = System.Diagnostics.Stopwatch.StartNew();

        _redactor.Redact(text);

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed}");
    }
}
