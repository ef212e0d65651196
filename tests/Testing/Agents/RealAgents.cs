using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Homeport.Testing.Files;
using Homeport.Testing.Programs;

namespace Homeport.Testing.Agents;

/// <summary>
/// The real agent programs, installed from npm in the exact versions of <c>tests/agents/package-lock.json</c>. The first test
/// that asks pays for it (about 1.7 GB); later ones find the stamp. They are started directly, never through npm's shims.
/// </summary>
public sealed class RealAgents
{
    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(10);
    private static readonly Lazy<Task<RealAgents>> Installed = new(InstallOnceAsync);

    private RealAgents(string programs) => Programs = programs;

    /// <summary>Why real agents cannot run on this machine; null when they can.</summary>
    public static string? WhyNot => OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64
        ? null
        : "The pinned agents are Linux x64 programs.";

    /// <summary>A folder with exactly the agents' programs, to put first in PATH. Those that are scripts need node in PATH.</summary>
    public string Programs { get; }

    public string ClaudeCode => Path.Combine(Programs, "claude");
    public string Codex => Path.Combine(Programs, "codex");
    public string Copilot => Path.Combine(Programs, "copilot");

    /// <summary>A script for node, which must be in PATH.</summary>
    public string Gemini => Path.Combine(Programs, "gemini");

    public static async Task<RealAgents> InstallAsync(CancellationToken cancellationToken) =>
        await Installed.Value.WaitAsync(cancellationToken);

    private static async Task<RealAgents> InstallOnceAsync()
    {
        if (WhyNot is { } reason)
        {
            throw new PlatformNotSupportedException(reason);
        }

        var folder = SourceTree.At("tests", "agents");
        var modules = Path.Combine(folder, "node_modules");
        var agents = new RealAgents(Path.Combine(modules, ".programs"));
        using var limit = new CancellationTokenSource(InstallLimit, TimeProvider.System);
        await using var held = await LockAsync(SourceTree.At("artifacts", "agents.lock"), limit.Token);

        var stamp = Path.Combine(modules, ".homeport-stamp");
        var wanted = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(folder, "package-lock.json"), limit.Token)));
        if (!File.Exists(stamp) || await File.ReadAllTextAsync(stamp, limit.Token) != wanted)
        {
            var install = await ProgramRun.RunAsync("npm", ["ci", "--loglevel", "error"], folder, environment: null, InstallLimit, limit.Token);
            install.MustSucceed("Installing the agents of tests/agents (npm ci)");
            agents.LinkPrograms();
            await File.WriteAllTextAsync(stamp, wanted, limit.Token);
        }

        return agents;
    }

    /// <summary>Two test projects may run at once; the file says who installs. Nothing signals its release, so it is asked for again.</summary>
    private static async Task<FileStream> LockAsync(string path, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, cancellationToken);
            }
        }
    }

    private void LinkPrograms()
    {
        Directory.CreateDirectory(Programs);
        Link("claude", "@anthropic-ai", "claude-code-linux-x64", "claude");
        Link("codex", "@openai", "codex-linux-x64", "vendor", "x86_64-unknown-linux-musl", "bin", "codex");
        Link("copilot", "@github", "copilot-linux-x64", "copilot");
        Link("gemini", "@google", "gemini-cli", "bundle", "gemini.js");
        Link("opencode", "opencode-linux-x64", "bin", "opencode");
        Link("qwen", "@qwen-code", "qwen-code", "cli-entry.js");
        Link("cline", "@cline", "cli-linux-x64", "bin", "cline");
        Link("pi", "@mariozechner", "pi-coding-agent", "dist", "cli.js");
        Link("pi-acp", "pi-acp", "dist", "index.js");
    }

    private void Link(string name, params IEnumerable<string> target) =>
        File.CreateSymbolicLink(Path.Combine(Programs, name), Path.Combine(["..", .. target]));
}
