using Homeport.Domain.Tasks;

namespace Homeport.Domain.Tests;

public sealed class BranchNameTests
{
    [Theory]
    [InlineData("Fix the café's login!", "fix-the-cafes-login")]
    [InlineData("Hafen büro: Straße öffnen", "hafen-buro-strasse-offnen")]
    [InlineData("  --- ", "task")]
    [InlineData("修复登录", "task")]
    [InlineData("Add a very long title that goes on and on and on for ever", "add-a-very-long-title-that-goes-on-and-o")]
    public void A_slug_is_plain_words(string text, string expected) => Assert.Equal(expected, BranchName.Slug(text));

    [Theory]
    [InlineData("-x")]
    [InlineData("a..b")]
    [InlineData("a b")]
    [InlineData("a.lock")]
    [InlineData("a//b")]
    [InlineData("/a")]
    [InlineData("a@{b")]
    [InlineData("a\\b")]
    [InlineData(".a")]
    [InlineData("")]
    public void A_bad_name_is_refused_with_a_reason(string name) => Assert.NotNull(BranchName.WhatIsWrong(name));

    [Theory]
    [InlineData("main")]
    [InlineData("feature/änderung-1")]
    [InlineData("homeport/fix-login-7f3a")]
    public void A_good_name_is_fine(string name) => Assert.Null(BranchName.WhatIsWrong(name));
}
