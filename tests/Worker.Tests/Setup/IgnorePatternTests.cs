using Homeport.Testing.Git;
using Homeport.Worker.Setup;

namespace Homeport.Worker.Tests.Setup;

/// <summary>What a pattern means is what git means by it.</summary>
public sealed class IgnorePatternTests
{
    private static readonly string[] Paths =
    [
        ".env", "a/.env", "a/b/.env", ".env.local", "config/dev.json", "config/dev.local.json", "config/deep/x.local.json", "build/out.o",
        "a/build/out.o", "a/build", "one", "b/c/d/e.txt", "weird [x].txt", "weird x.txt", "a*b", "aXb", "tab.log", "Tab.log", "x/y", "y",
        "deep/er/x/y", "file#1", "#file", "space end ", "ü/ö.env", "node_modules/a/index.js", "1.txt", "9.txt", "a1.txt", "-dash",
    ];

    [Theory]
    [InlineData(".env"), InlineData("./.env"), InlineData(".env*"), InlineData("*.local.json"), InlineData("config/*.json"), InlineData("config/**")]
    [InlineData("config/**/x.local.json"), InlineData("build"), InlineData("build/"), InlineData("a/build/"), InlineData("**/build/"), InlineData("**/y")]
    [InlineData("b/**/e.txt"), InlineData("b/*/e.txt"), InlineData("weird [[]x].txt"), InlineData("weird ?x*"), InlineData("a\\*b"), InlineData("[a-c]*b")]
    [InlineData("[!a-z]*.txt"), InlineData("[^0-9].txt"), InlineData("?.txt"), InlineData("*"), InlineData("**"), InlineData("x/y"), InlineData("*/y")]
    [InlineData("\\#file"), InlineData("ü/*"), InlineData("node_modules/"), InlineData("a/**"), InlineData("**/.env"), InlineData("*b"), InlineData("[]-]dash")]
    [InlineData(".env*|!.env.local"), InlineData("*|!*.txt"), InlineData("config/*|!config/dev.json"), InlineData("#file|one"), InlineData("a/|!a/.env")]
    public async Task It_means_what_git_means(string lines)
    {
        using var repository = await TestRepository.CreateAsync(TestContext.Current.CancellationToken);
        foreach (var path in Paths.Where(path => !Paths.Any(other => other.StartsWith(path + "/", StringComparison.Ordinal))))
        {
            repository.Write(path, "x");
        }

        // git reads a leading slash where we read './'.
        var patterns = lines.Split('|');
        var file = Path.Combine(repository.Folder, "patterns");
        await File.WriteAllLinesAsync(
            file, patterns.Select(line => line.StartsWith("./", StringComparison.Ordinal) ? line[1..] : line), TestContext.Current.CancellationToken);
        var listed = await repository.GitAsync(
            ["ls-files", "--others", "--ignored", "-z", $"--exclude-from={file}"], TestContext.Current.CancellationToken);
        var wanted = new CopyPatterns(patterns);

        var found = (await repository.GitAsync(["ls-files", "--others", "-z"], TestContext.Current.CancellationToken))
            .Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(path => wanted.Want(path, isFolder: false));

        Assert.Equal(listed.Split('\0', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("node_modules/.cache/", "node_modules", true)]
    [InlineData("*/cache", "node_modules", true)]
    [InlineData("node_modules/.cache/x", "node_modules/.cache", true)]
    [InlineData(".env", "node_modules", false)]
    [InlineData("**/.env", "node_modules", false)]
    [InlineData("apps/**/.env", "apps/web", false)]
    [InlineData("node_modules", "node_modules", false)]
    [InlineData("!node_modules/x", "node_modules", false)]
    public void Only_a_named_way_leads_into_a_folder(string pattern, string folder, bool leads) =>
        Assert.Equal(leads, new CopyPatterns([pattern]).LeadInto(folder));

    [Fact]
    public void A_pattern_of_many_stars_is_not_slow()
    {
        var wanted = new CopyPatterns([string.Concat(Enumerable.Repeat("**/a*", 40)) + "/z", string.Concat(Enumerable.Repeat("*a", 100)) + "b"]);
        var path = string.Join('/', Enumerable.Repeat("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 100));

        Assert.False(wanted.Want(path, isFolder: false));
    }
}
