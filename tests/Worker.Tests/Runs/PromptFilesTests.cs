using Homeport.Testing.Files;
using Homeport.Worker.Runs;

namespace Homeport.Worker.Tests.Runs;

/// <summary>Which files a prompt names.</summary>
public sealed class PromptFilesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public PromptFilesTests()
    {
        _folder.Folder("src");
        File.WriteAllText(_folder.At("src", "a.cs"), "class A;");
        File.WriteAllText(_folder.At("README"), "Read me");
        File.WriteAllBytes(_folder.At("picture.png"), [1, 0, 2]);
        File.WriteAllBytes(_folder.At("latin.txt"), [0xe4, 0xf6]);
        File.WriteAllText(_folder.At("long.txt"), new string('x', 70_000));
        File.CreateSymbolicLink(_folder.At("link"), "/etc/hostname");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Look at @src/a.cs and (@README).", "src/a.cs README")]
    [InlineData("@README, @README! @README#L3 @README:7", "README")]
    [InlineData("mail me@README or me@src/a.cs", "")]
    [InlineData("@src @missing @../README @/etc/hostname @link @", "")]
    [InlineData("nothing", "")]
    public void Only_files_of_the_worktree_are_found_each_once(string prompt, string names) =>
        Assert.Equal(names, string.Join(' ', PromptFiles.Find(prompt, _folder.Path).Select(file => file.Name)));

    [Fact]
    public void Short_text_comes_with_its_content()
    {
        var files = PromptFiles.Find("@src/a.cs @picture.png @latin.txt @long.txt", _folder.Path);

        Assert.Equal(["class A;", null, null, null], files.Select(file => file.Text));
        Assert.Equal(_folder.At("src", "a.cs"), files[0].Path);
    }
}
