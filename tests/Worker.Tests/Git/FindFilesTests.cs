using Homeport.Worker.Git;

namespace Homeport.Worker.Tests.Git;

public sealed class FindFilesTests
{
    [Theory]
    [InlineData("src/Tasks/SendPrompt.cs", "send", 0)]
    [InlineData("src/Tasks/SendPrompt.cs", "prompt", 1)]
    [InlineData("src/Tasks/SendPrompt.cs", "tasks/", 2)]
    [InlineData("src/Tasks/SendPrompt.cs", "sndprmpt", 3)]
    [InlineData("src/Tasks/SendPrompt.cs", "tsksnd", 4)]
    public void The_better_a_path_fits_the_earlier_it_comes(string path, string query, int rank) => Assert.Equal(rank, FindFiles.Rank(path, query));

    [Theory]
    [InlineData("src/Tasks/SendPrompt.cs", "promptsend")]
    [InlineData("a", "aa")]
    public void Letters_that_do_not_stand_in_the_path_in_order_do_not_fit(string path, string query) => Assert.Null(FindFiles.Rank(path, query));

    [Fact]
    public void Without_letters_what_lies_at_the_top_comes_first() => Assert.True(FindFiles.Rank("README.md", "") < FindFiles.Rank("src/a.cs", ""));
}
