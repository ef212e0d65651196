using Homeport.Domain.Approvals;
using static Homeport.Domain.Tests.Approvals.Rules;

namespace Homeport.Domain.Tests.Approvals;

public sealed class RuleBookTests
{
    [Fact]
    public void A_denial_beats_an_ask_and_that_beats_an_allowance_however_far_each_reaches()
    {
        var allow = Allow("npm *") with { Reach = RuleReach.Task, TaskId = "t1" };
        var ask = Ask("npm publish *") with { Reach = RuleReach.Project, ProjectId = "p1" };
        var deny = Deny("npm publish *");

        Assert.Equal(Judgement.Allow, Judge(Command("npm ci"), allow, ask, deny));
        Assert.Equal(Judgement.Ask, Judge(Command("npm publish"), allow, ask));
        Assert.Equal(Judgement.Deny, Judge(Command("npm publish"), allow, ask, deny));
    }

    [Fact]
    public void The_most_specific_of_those_that_say_the_same_is_named()
    {
        var everywhere = Allow("npm test", PatternKind.Exact);
        var project = Allow("npm *") with { Reach = RuleReach.Project, ProjectId = "p1" };
        var task = Allow("npm *") with { Reach = RuleReach.Task, TaskId = "t1" };
        var taskAndAgent = task with { Id = "a", Agent = "claude_code" };

        Assert.Same(task, Assert.Single(RuleBook.Judge([everywhere, project, task], Command("npm test")).Rules));
        Assert.Same(taskAndAgent, Assert.Single(RuleBook.Judge([everywhere, task, taskAndAgent], Command("npm test")).Rules));
        Assert.Same(everywhere, Assert.Single(RuleBook.Judge([everywhere, Allow("npm *")], Command("npm test")).Rules));
    }

    [Fact]
    public void A_rule_of_another_task_project_agent_or_tool_says_nothing()
    {
        PermissionRule[] others =
        [
            Allow("npm *") with { Reach = RuleReach.Task, TaskId = "t2" }, Allow("npm *") with { Reach = RuleReach.Project, ProjectId = "p2" },
            Allow("npm *") with { Agent = "codex" }, Allow("npm *") with { Tool = "commandExecution" }, Allow("npm *") with { Tool = "edit" },
            Allow("npm *") with { Tool = "bash" },
        ];

        Assert.True(RuleBook.Judge(others, Command("npm test")).IsOpen);
        Assert.Equal(Judgement.Allow, Judge(Command("npm test"), Allow("npm *") with { Tool = "Bash" }));
    }

    [Fact]
    public void Each_command_of_a_line_is_told_with_what_decides_it()
    {
        var (test, status) = (Allow("npm test *"), Allow("git status *"));

        var all = RuleBook.Judge([test, status], Command("npm test && git status"));
        var part = RuleBook.Judge([test, status], Command("npm test && git push"));

        Assert.Equal((Judgement.Allow, 2), (all.Answer, all.Rules.Count));
        Assert.Equal([("npm test", Judgement.Allow), ("git push", Judgement.Ask)], part.Parts.Select(one => (one.Text, one.Answer)));
        Assert.Equal("No rule allows 'git push'.", part.Doubt);
    }

    [Theory]
    [InlineData("npm test > out", "redirection")]
    [InlineData("A=1; npm test", "variables")]
    [InlineData("for x in 1; do npm test; done", "more than a plain command")]
    public void Why_an_allowance_does_not_hold_is_said(string command, string word) =>
        Assert.Contains(word, RuleBook.Judge([Allow("npm test *")], Command(command)).Doubt, StringComparison.Ordinal);

    [Theory]
    [InlineData("src", "/work/tree/src/a.cs", Judgement.Allow)]
    [InlineData("src/", "/work/tree/src/deep/a.cs", Judgement.Allow)]
    [InlineData("./src", "/work/tree/./src/a.cs", Judgement.Allow)]
    [InlineData(".", "/work/tree/a.cs", Judgement.Allow)]
    [InlineData("/work/tree/src", "/work/tree/src/a.cs", Judgement.Allow)]
    [InlineData("src", "/work/tree/src/../a.cs", Judgement.Ask)]
    [InlineData("src", "/work/tree/src/../../../etc/passwd", Judgement.Ask)]
    [InlineData("src", "/work/tree/srcs/a.cs", Judgement.Ask)]
    [InlineData("src", "/work/tree/SRC/a.cs", Judgement.Ask)]
    [InlineData("src", "/work/tree/src", Judgement.Ask)]
    [InlineData("src", "/work/other/src/a.cs", Judgement.Ask)]
    [InlineData("src", "src/a.cs", Judgement.Ask)]
    [InlineData(".", "/work/tree/.git/hooks/pre-commit", Judgement.Ask)]
    [InlineData(".", "/work/tree/sub/.git/config", Judgement.Ask)]
    [InlineData(".", "/work/tree/.claude/settings.json", Judgement.Ask)]
    [InlineData(".", "/work/tree/.mcp.json", Judgement.Ask)]
    [InlineData(".github", "/work/tree/.github/workflows/a.yml", Judgement.Allow)]
    public void A_folder_allows_what_lies_in_it(string folder, string path, Judgement expected) =>
        Assert.Equal(expected, Judge(Edit(new SubjectPath(path)), AllowFolder(folder)));

    [Fact]
    public void A_folder_allows_an_edit_only_when_every_file_lies_in_it_and_no_link_leads_anywhere()
    {
        var rule = AllowFolder("src");
        Assert.Equal(Judgement.Ask, Judge(Edit(), rule));
        Assert.Equal(Judgement.Ask, Judge(Edit(new SubjectPath("/work/tree/src/a"), new SubjectPath("/work/tree/b")), rule));
        Assert.Equal(Judgement.Ask, Judge(Edit(new SubjectPath("/work/tree/src/a", "/etc/passwd")), rule));
        Assert.Equal(Judgement.Ask, Judge(Edit(new SubjectPath("/work/tree/src/a", "/work/tree/src/b")), rule));
        Assert.Contains("link", RuleBook.Judge([rule], Edit(new SubjectPath("/work/tree/src/a", "/etc/passwd"))).Doubt, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_denied_by_name_and_by_where_a_link_leads_and_asked_when_files_are_not_known()
    {
        var (deny, allow) = (DenyFolder("secrets"), Allow("", PatternKind.Any) with { Tool = "edit" });
        Assert.Equal(Judgement.Deny, Judge(Edit(new SubjectPath("/work/tree/a"), new SubjectPath("/work/tree/x/../secrets/b")), deny, allow));
        Assert.Equal(Judgement.Deny, Judge(Edit(new SubjectPath("/work/tree/a", "/work/tree/secrets/b")), deny, allow));
        Assert.Equal(Judgement.Ask, Judge(Edit(), deny, allow));
        Assert.Equal(Judgement.Allow, Judge(Edit(new SubjectPath("/work/tree/a")), deny, allow));
    }

    [Fact]
    public void A_tool_is_named_alone_or_with_its_whole_server()
    {
        var one = Allow("", PatternKind.Any) with { Tool = "mcp__files__read" };
        var server = Allow("", PatternKind.Any) with { Tool = "mcp__files__*" };

        Assert.Equal(Judgement.Allow, Judge(Tool("mcp__files__read"), one));
        Assert.Equal(Judgement.Ask, Judge(Tool("mcp__files__write"), one));
        Assert.Equal(Judgement.Allow, Judge(Tool("mcp__files__write"), server));
        Assert.Equal(Judgement.Ask, Judge(Tool("mcp__files2__write"), server));
        Assert.Equal(Judgement.Ask, Judge(Tool("mcp__other__x"), Allow("", PatternKind.Any) with { Tool = "mcp__*" }));
        Assert.Equal(Judgement.Allow, Judge(Tool("WebFetch", """{"url": "a"}"""), Allow("""{"url": "a"}""", PatternKind.Exact) with { Tool = "WebFetch" }));
        Assert.Equal(Judgement.Ask, Judge(Tool("WebFetch", """{"url": "b"}"""), Allow("""{"url": "a"}""", PatternKind.Exact) with { Tool = "WebFetch" }));
    }

    [Theory]
    [InlineData("shell"), InlineData("edit"), InlineData("*"), InlineData("Bash"), InlineData("mcp__a__b"), InlineData("mcp__a__*")]
    public void A_tool_has_a_name(string tool) => Assert.Null(RuleCheck.Tool(tool));

    [Theory]
    [InlineData(""), InlineData("mcp__*__x"), InlineData("B*"), InlineData(" Bash"), InlineData("a\nb"), InlineData("mcp__*")]
    public void A_name_that_is_none_is_refused(string tool) => Assert.NotNull(RuleCheck.Tool(tool));

    [Fact]
    public void To_allow_everything_is_no_rule() => Assert.NotNull(RuleCheck.Pattern(Judgement.Allow, "*", PatternKind.Any, ""));

    [Theory]
    [InlineData("npm test --watch=false", "npm test *")]
    [InlineData("npm run lint -- --fix", "npm run lint *")]
    [InlineData("git status --short", "git status *")]
    [InlineData("ls -la src", "ls *")]
    [InlineData("python3 -m pytest -q", "python3 -m pytest *")]
    [InlineData("node scripts/build.js", "node scripts/build.js *")]
    [InlineData("dotnet build", "dotnet build *")]
    [InlineData("rm -rf build && ls", null)]
    [InlineData("sudo ls", null)]
    [InlineData("bash -c 'ls'", null)]
    [InlineData("git -C x status", null)]
    [InlineData("npm", null)]
    [InlineData("A=1 ls", null)]
    [InlineData("ls > x", null)]
    [InlineData("'my tool' x", null)]
    public void A_pattern_is_proposed_where_one_makes_sense_and_the_exact_command_always(string command, string? prefix)
    {
        var proposals = RuleProposals.For(Command(command));

        Assert.Equal(prefix, proposals.FirstOrDefault(one => one.Kind == PatternKind.Prefix)?.Pattern);
        Assert.Equal(command, Assert.Single(proposals, one => one.Kind == PatternKind.Exact).Pattern);
        Assert.All(proposals, one => Assert.Equal(Judgement.Allow, Judge(Command(command), Allow(one.Pattern, one.Kind) with { Tool = one.Tool })));
    }

    [Fact]
    public void For_an_edit_folders_are_proposed_for_another_tool_the_tool_and_its_server()
    {
        Assert.Equal(["src/a", "."], RuleProposals.For(Edit(new SubjectPath("/work/tree/src/a/x.cs"))).Select(one => one.Pattern));
        Assert.Equal(["src", "."], RuleProposals.For(Edit(new SubjectPath("/work/tree/src/a/x.cs"), new SubjectPath("/work/tree/src/b/y.cs"))).Select(one => one.Pattern));
        Assert.Equal(["."], RuleProposals.For(Edit(new SubjectPath("/work/tree/x.cs"))).Select(one => one.Pattern));
        Assert.Empty(RuleProposals.For(Edit(new SubjectPath("/work/tree/x.cs", "/etc/x"))));
        Assert.Empty(RuleProposals.For(Edit(new SubjectPath("/work/tree/../x.cs"))));
        Assert.Equal(["mcp__a__b", "mcp__a__*", "mcp__a__b"], RuleProposals.For(Tool("mcp__a__b")).Select(one => one.Tool));
    }
}
