using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Homeport.Cli.Tests.Harness;

namespace Homeport.Cli.Tests;

/// <summary>A bundle is made with secrets planted wherever it looks, and none of them is in it.</summary>
public sealed class DiagnosticsTests : IDisposable
{
    private const string EnvironmentSecret = "plainEnvValue-77123";
    private const string LogSecret = "inTheLog-551200";
    private const string ArgumentSecret = "onTheCommandLine-9911";
    private const string PromptWords = "colonels knit purple submarines";
    private const string FileWords = "contents-of-a-private-file-4242";

    private readonly CommandLine _shell = new();

    public DiagnosticsTests()
    {
        _shell.Environment["USER"] = "adalovelace";
        _shell.Environment["ANTHROPIC_API_KEY"] = EnvironmentSecret;
        _shell.Environment["MY_PASSWORD"] = "sk-ant-planted-0123456789abcdef";
    }

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task With_a_host_it_holds_what_helps_and_no_secret_prompt_or_file()
    {
        await using var server = await _shell.ServeAsync();
        var token = (await File.ReadAllTextAsync(Path.Combine(_shell.Root, "auth-token"), TestContext.Current.CancellationToken)).Trim();
        var access = CommandLine.One(await _shell.RunAsync("call", "createAccessToken", "--json", """{"name":"planted"}"""))["secret"]!.GetValue<string>();
        var repository = await RepositoryAsync();
        await _shell.JsonAsync(repository, "task", "create", "--add", "--agent", "demo", PromptWords);
        Plant(token, access);

        var parts = await BundleAsync();

        Assert.Superset(
            new HashSet<string> { "README.txt", "versions.txt", "doctor.json", "processes.txt", "workers.txt", "folder.txt", "logs/logs-planted.log", "logs/logs-host.log", "host/getDiagnostics.json", "host/getStoreFacts.json" },
            parts.Keys.ToHashSet());
        Assert.Contains("schema", parts["host/getStoreFacts.json"], StringComparison.Ordinal);
        Assert.Contains("ANTHROPIC_API_KEY", parts["environment.txt"], StringComparison.Ordinal);
        Assert.Contains("this line helps", parts["logs/logs-planted.log"], StringComparison.Ordinal);
        AssertClean(parts, token, access);
    }

    [Fact]
    public async Task Without_a_host_it_is_made_from_the_folder_alone()
    {
        string token;
        await using (var server = await _shell.ServeAsync())
        {
            token = (await File.ReadAllTextAsync(Path.Combine(_shell.Root, "auth-token"), TestContext.Current.CancellationToken)).Trim();
        }

        var access = System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        Plant(token, access);

        var parts = await BundleAsync();

        Assert.Contains("Homeport does not run", parts["README.txt"], StringComparison.Ordinal);
        Assert.Contains("0100 workspaces", parts["store.txt"], StringComparison.Ordinal);
        Assert.Contains("tasks  0", parts["store.txt"], StringComparison.Ordinal);
        AssertClean(parts, token, access);
    }

    [Fact]
    public async Task Without_even_a_folder_it_says_what_is_not_there()
    {
        var parts = await BundleAsync();

        Assert.Contains("There is no database yet", parts["README.txt"], StringComparison.Ordinal);
        Assert.Contains("does not exist", parts["folder.txt"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_a_refusal()
    {
        var run = await _shell.RunAsync("diagnostics", "--out", "/proc/nothing/here.zip");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("--out", run.Errors, StringComparison.Ordinal);
    }

    private void Plant(string token, string access)
    {
        var log = Path.Combine(_shell.Root, "logs", "planted.log");
        File.WriteAllText(log, $"""
            this line helps
            Authorization: Bearer {token}
            GET /?x={Uri.EscapeDataString(token)} cookie: homeport={access}
            bare {token} and {access}
            DATABASE_PASSWORD={LogSecret}
            env {EnvironmentSecret} in {_shell.Home}/code of adalovelace
            https://adalovelace:{LogSecret}@example.org/x.git
            """);
    }

    private async Task<Dictionary<string, string>> BundleAsync()
    {
        var file = Path.Combine(_shell.Home, "bundle.zip");
        await File.WriteAllTextAsync(Path.Combine(_shell.Home, "private.txt"), FileWords, TestContext.Current.CancellationToken);

        // A process of this installation with a secret among its arguments.
        var owner = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(_shell.Root)))[..24];
        var run = await _shell.ShellAsync(
            $$"""
            env HOMEPORT_OWNER={{owner}} sh -c 'trap "kill $!" TERM; sleep 60 & wait' sh --api-token {{ArgumentSecret}} >/dev/null 2>&1 &
            trap "kill $!" EXIT
            until [ -n "$(cat /proc/$!/task/$!/children)" ]; do sleep 0.05; done
            homeport diagnostics --out '{{file}}'
            """);

        Assert.True(run.ExitCode == 0, run.Errors + run.Output);
        Assert.StartsWith(file, run.Output, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(file));
        await using var zip = await ZipFile.OpenReadAsync(file, TestContext.Current.CancellationToken);
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in zip.Entries)
        {
            using var reader = new StreamReader(await entry.OpenAsync(TestContext.Current.CancellationToken));
            parts.Add(entry.FullName, await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
        }

        Assert.All(parts.Keys.Where(name => name != "README.txt"), name => Assert.Contains(name, parts["README.txt"], StringComparison.Ordinal));
        Assert.Contains("--api-token", parts["processes.txt"], StringComparison.Ordinal);
        return parts;
    }

    private void AssertClean(Dictionary<string, string> parts, params string[] more)
    {
        string[] secrets = [EnvironmentSecret, LogSecret, ArgumentSecret, PromptWords, FileWords, "sk-ant-planted", "adalovelace", _shell.Home, .. more];
        foreach (var (name, text) in parts)
        {
            Assert.All(secrets, secret => Assert.False(text.Contains(secret, StringComparison.OrdinalIgnoreCase), $"{name} holds {secret}"));
        }
    }

    private async Task<string> RepositoryAsync()
    {
        var folder = _shell.Folder("home/shop");
        var run = await _shell.ShellAsync("git init -q -b main . && git -c user.name=A -c user.email=a@b.c commit -q --allow-empty -m start", folder);
        Assert.True(run.ExitCode == 0, run.Errors);
        return folder;
    }
}
