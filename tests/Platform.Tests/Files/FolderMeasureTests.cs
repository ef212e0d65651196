using Homeport.Platform.Files;
using Homeport.Platform.Tests.Processes;

namespace Homeport.Platform.Tests.Files;

/// <summary>Sizes of real folders; what <c>du</c> says is right.</summary>
public sealed class FolderMeasureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_folder_is_as_large_as_du_says()
    {
        await ShellAsync("""
            mkdir -p a/b/.hidden; head -c 100000 /dev/urandom > a/one; head -c 5000 /dev/urandom > a/b/.hidden/two
            ln a/one a/b/again; ln -s / a/root; ln -s a/one a/b/link; truncate -s 10M a/hole; : > a/empty
            """);

        var size = Measure("a");

        Assert.Equal(long.Parse(await ShellAsync("du -s -B1 a | cut -f1"), System.Globalization.CultureInfo.InvariantCulture), size.Bytes);
        Assert.Equal(7, size.Files);
        Assert.True(size.IsComplete);
    }

    [Fact]
    public async Task A_file_with_two_names_counts_in_the_first_folder_only()
    {
        await ShellAsync("mkdir a b; head -c 100000 /dev/urandom > a/one; ln a/one b/one");
        var measure = new FolderMeasure(1000);

        var first = measure.Measure(_folder["a"], Start.Cancellation);
        var second = measure.Measure(_folder["b"], Start.Cancellation);

        Assert.True(first.Bytes > 100_000);
        Assert.True(second.Bytes < 100_000);
    }

    [Fact]
    public async Task Links_are_not_followed_not_even_the_first()
    {
        await ShellAsync("mkdir a; head -c 100000 /dev/urandom > a/one; ln -s a link");

        Assert.True(Measure("link").Bytes < 10_000);
    }

    [Fact]
    public async Task Too_many_files_are_told_as_unfinished()
    {
        await ShellAsync("mkdir a; for i in 1 2 3 4 5 6 7 8 9; do : > a/$i; done");

        var size = new FolderMeasure(5).Measure(_folder["a"], Start.Cancellation);

        Assert.False(size.IsComplete);
        Assert.Equal(5, size.Files);
    }

    [Fact]
    public async Task Nothing_a_file_a_closed_folder_and_an_odd_name_are_survived()
    {
        await ShellAsync("mkdir -p a/closed a/odd; head -c 5000 /dev/urandom > a/one; : > a/odd/$(printf 'x\\377y'); chmod 000 a/closed");
        try
        {
            Assert.Equal(FolderSize.Nothing, Measure("nothing"));
            Assert.Equal(1, Measure("a/one").Files);
            var size = Measure("a");
            Assert.True(size.Bytes > 5000);
            Assert.False(size.IsComplete); // the odd name could not be looked at
        }
        finally
        {
            await ShellAsync("chmod 700 a/closed; rm -rf a");
        }
    }

    [Theory]
    [InlineData("echo more >> a/b/one")]
    [InlineData("rm a/b/two")]
    [InlineData("touch -d 2001-01-01 a/b/one")]
    [InlineData("mv a/b/two a/two")]
    [InlineData(": > a/b/.new")]
    public async Task Any_change_below_changes_the_fingerprint_and_looking_does_not(string change)
    {
        await ShellAsync("mkdir -p a/b; echo 1 > a/b/one; echo 2 > a/b/two");
        var before = Measure("a").Fingerprint;
        await ShellAsync("cat a/b/one; ls -R a");
        Assert.Equal(before, Measure("a").Fingerprint);

        await ShellAsync(change);

        Assert.NotEqual(before, Measure("a").Fingerprint);
    }

    private FolderSize Measure(string path) => new FolderMeasure(1_000_000).Measure(_folder[path], Start.Cancellation);

    private async Task<string> ShellAsync(string script) =>
        (await Start.RunAsync(Start.Shell($"cd '{_folder.Path}' && {{ {script}\n}}"))).Text.Trim();
}
