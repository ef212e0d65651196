using System.Text;
using Homeport.Domain.Approvals;
using Homeport.Testing.Files;
using Homeport.Testing.Programs;
using static Homeport.Domain.Tests.Approvals.Rules;

namespace Homeport.Domain.Tests.Approvals;

/// <summary>Command lines made at random: nothing throws, and what is allowed does, in a real shell, only what was allowed.</summary>
public sealed class ShellScriptPropertyTests
{
    private static readonly string[] Pieces =
    [
        "good", "good a", "fine", "fine -x", "evil", "evil x", "goodevil", " ", " ", " ", "\t", "\n", ";", "&&", "||", "|", "&", "|&", "\\", "'", "\"", "`", "$(", ")", "(",
        "${", "}", "{", "{a,evil}", "$X", "$'", "$\"", "$((", "))", "<", ">", ">>", "2>&1", ">/dev/null", "<<", "<<<", "<(", "&>", ">|", "=", "A=1", "A=evil", "#", "!", "*", "?",
        "[", "]", "~", "-", "eval ", "bash -c ", "sh -c ", "env ", "command ", "exec ", "xargs ", "if ", "then ", "fi", "for x in evil; do ", "done", "function f ", "f() ",
        "alias good=evil", "\r", "\u00a0", "$(evil)", "`evil`", "\"$(evil)\"", "\\\n", "trap evil EXIT", "PATH=.", "cd ", "source ", ". ", "printf -v x ", "time ", "coproc ",
    ];

    private static readonly PermissionRule[] Kept = [Allow("good *"), Allow("fine *"), Allow("cd *"), Allow("printf *"), Allow("trap", PatternKind.Exact)];

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public async Task What_is_allowed_runs_in_a_real_shell_nothing_else_and_writes_nothing(int seed)
    {
        var random = new Random(seed);
        var allowed = Enumerable.Range(0, 60_000).Select(_ => Make(random))
            .Where(text => Judge(Command(text), Kept) == Judgement.Allow).Distinct(StringComparer.Ordinal).Take(250).ToArray();
        Assert.True(allowed.Length > 50, $"Only {allowed.Length} were allowed: the test tries too little.");

        using var folder = new TempFolder();
        var ran = await RunAsync(folder.Path, allowed, TestContext.Current.CancellationToken);

        Assert.DoesNotContain("evil", ran, StringComparison.Ordinal);
        Assert.DoesNotContain("FILE", ran, StringComparison.Ordinal);
        Assert.Contains("good", ran, StringComparison.Ordinal);
    }

    [Fact]
    public void Adding_a_denial_never_allows_more()
    {
        var random = new Random(5);
        PermissionRule[] strict = [.. Kept, Deny("evil *"), Ask("fine *")];
        for (var count = 0; count < 20_000; count++)
        {
            var text = Make(random);
            Assert.True(Judge(Command(text), Kept) <= Judge(Command(text), strict), text);
        }
    }

    [Fact]
    public void A_part_that_no_rule_covers_keeps_the_whole_from_being_allowed()
    {
        var random = new Random(6);
        for (var count = 0; count < 20_000; count++)
        {
            var text = Make(random);
            if (!ShellScript.Read(text).IsReadable)
            {
                continue; // a quote or a backslash at its end would take the next command in
            }

            foreach (var between in (string[])["; ", " && ", " | ", "\n", " || ", " & "])
            {
                Assert.NotEqual(Judgement.Allow, Judge(Command($"{text}{between}unknown"), Kept));
            }
        }
    }

    private static string Make(Random random)
    {
        var text = new StringBuilder();
        for (var count = random.Next(1, 9); count > 0; count--)
        {
            text.Append(Pieces[random.Next(Pieces.Length)]);
        }

        return text.ToString();
    }

    /// <summary>Runs each in a folder of its own with a PATH where <c>good</c>, <c>fine</c> and <c>evil</c> tell their names, and nothing else is.</summary>
    private static async Task<string> RunAsync(string folder, string[] commands, CancellationToken cancellationToken)
    {
        var programs = Directory.CreateDirectory(Path.Combine(folder, "bin")).FullName;
        foreach (var name in (string[])["good", "fine", "evil", "goodevil", "evilgood", "unknown"])
        {
            await File.WriteAllTextAsync(Path.Combine(programs, name), $"#!/bin/sh\necho {name} >> \"$TOLD\"\n", cancellationToken);
        }

        var driver = new StringBuilder($"exec 2>/dev/null </dev/null\n/bin/chmod +x '{programs}'/*\n");
        for (var index = 0; index < commands.Length; index++)
        {
            var home = Directory.CreateDirectory(Path.Combine(folder, $"run{index}")).FullName;
            await File.WriteAllTextAsync(Path.Combine(folder, $"script{index}"), commands[index], cancellationToken);
            driver.Append(System.Globalization.CultureInfo.InvariantCulture, $"""
                cd '{home}' && TOLD='{folder}/told' HOME='{home}' PATH='{programs}' /bin/bash '{folder}/script{index}' >/dev/null
                for file in '{home}'/* '{home}'/.[!.]*; do [ -e "$file" ] && echo "FILE $file" >> '{folder}/told'; done

                """);
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "driver"), driver.ToString(), cancellationToken);
        await ProgramRun.RunAsync("/bin/bash", [Path.Combine(folder, "driver")], folder, null, TimeSpan.FromMinutes(1), cancellationToken);
        return await File.ReadAllTextAsync(Path.Combine(folder, "told"), cancellationToken);
    }
}
