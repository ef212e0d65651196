using System.Globalization;
using System.Text.RegularExpressions;

namespace Homeport.Domain.Races;

/// <summary>
/// Reads how many tests passed from the last words of well-known test programs. Only lines that have a program's whole form
/// count; of anything else nothing is guessed.
/// </summary>
public static partial class TestSummary
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
    private const int MatchMilliseconds = 250;

    /// <summary>Forms of which several lines belong together, one for each project, crate or package.</summary>
    private static readonly Func<Regex>[] Summed = [DotnetTest, Cargo];

    /// <summary>Forms of which the last line says it all.</summary>
    private static readonly Func<Regex>[] Last = [DotnetSummary, Jest, Vitest, Pytest, Surefire, PhpUnit];

    /// <param name="lines">Without control sequences, in their order.</param>
    /// <returns>Null where no form is known.</returns>
    public static TestCounts? Read(IReadOnlyList<string> lines)
    {
        foreach (var form in Last)
        {
            if (lines.Reverse().Select(line => form().Match(line)).FirstOrDefault(match => match.Success) is { } match)
            {
                return CountsOf(match);
            }
        }

        foreach (var form in Summed)
        {
            var found = lines.Select(line => form().Match(line)).Where(match => match.Success).Select(CountsOf).ToArray();
            if (found.Length > 0)
            {
                return found.Aggregate(static (one, other) => one + other);
            }
        }

        return OfWords(lines, NodeTest(), "pass") ?? OfWords(lines, Mocha(), "passing") ?? Unittest(lines) ?? GoTest(lines);
    }

    private static TestCounts CountsOf(Match match)
    {
        var failed = Number(match, "failed") + Number(match, "errors");
        var skipped = Number(match, "skipped");
        return match.Groups["passed"].Success
            ? new TestCounts(Number(match, "passed"), failed, skipped)
            : new TestCounts(Math.Max(Number(match, "total") - failed - skipped, 0), failed, skipped);
    }

    /// <summary>One number to a line: <c># pass 3</c>, or <c>3 passing (10ms)</c>. The last of each word counts.</summary>
    private static TestCounts? OfWords(IReadOnlyList<string> lines, Regex form, string passed)
    {
        var words = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var match in lines.Select(line => form.Match(line)).Where(match => match.Success))
        {
            words[match.Groups["word"].Value] = Number(match, "count");
        }

        return words.ContainsKey(passed) || words.Keys.Any(word => word.StartsWith("fail", StringComparison.Ordinal))
            ? new TestCounts(
                words.GetValueOrDefault(passed), words.GetValueOrDefault("fail") + words.GetValueOrDefault("failing"),
                words.GetValueOrDefault("skipped") + words.GetValueOrDefault("pending"))
            : null;
    }

    /// <summary><c>Ran 4 tests in 0.01s</c>, and then <c>OK</c> or <c>FAILED (failures=1, errors=1)</c>.</summary>
    private static TestCounts? Unittest(IReadOnlyList<string> lines)
    {
        var ran = lines.Select(line => UnittestRan().Match(line)).LastOrDefault(match => match.Success);
        var end = lines.Select(line => UnittestEnd().Match(line)).LastOrDefault(match => match.Success);
        if (ran is null || end is null)
        {
            return null;
        }

        var (failed, skipped) = (Number(end, "failed") + Number(end, "errors"), Number(end, "skipped"));
        return new TestCounts(Math.Max(Number(ran, "total") - failed - skipped, 0), failed, skipped);
    }

    /// <summary><c>--- PASS: TestIt (0.00s)</c>, as <c>go test -v</c> writes for each; tests within tests stand further right.</summary>
    private static TestCounts? GoTest(IReadOnlyList<string> lines)
    {
        var words = lines.Select(line => Go().Match(line)).Where(match => match.Success).CountBy(match => match.Groups["word"].Value)
            .ToDictionary(StringComparer.Ordinal);
        return words.Count == 0
            ? null
            : new TestCounts(words.GetValueOrDefault("PASS"), words.GetValueOrDefault("FAIL"), words.GetValueOrDefault("SKIP"));
    }

    private static int Number(Match match, string group) =>
        int.TryParse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    // Failed!  - Failed:     1, Passed:     3, Skipped:     0, Total:     4, Duration: 12 ms - It.dll (net10.0)
    [GeneratedRegex(@"^\s*(Failed|Passed)!\s+-\s+Failed:\s*(?<failed>\d+), Passed:\s*(?<passed>\d+), Skipped:\s*(?<skipped>\d+), Total:", Options, MatchMilliseconds)]
    private static partial Regex DotnetTest();

    // Test summary: total: 4, failed: 1, succeeded: 3, skipped: 0, duration: 1.2s
    [GeneratedRegex(@"^\s*Test summary: total: (?<total>\d+), failed: (?<failed>\d+), succeeded: (?<passed>\d+), skipped: (?<skipped>\d+)", Options, MatchMilliseconds)]
    private static partial Regex DotnetSummary();

    // test result: FAILED. 3 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out
    [GeneratedRegex(@"^test result: \S+\. (?<passed>\d+) passed; (?<failed>\d+) failed; (?<skipped>\d+) ignored;", Options, MatchMilliseconds)]
    private static partial Regex Cargo();

    // Tests:       1 failed, 2 skipped, 3 passed, 6 total
    [GeneratedRegex(@"^Tests:\s+((?<failed>\d+) failed, )?((?<skipped>\d+) skipped, )?(\d+ todo, )?((?<passed>\d+) passed, )?(?<total>\d+) total", Options, MatchMilliseconds)]
    private static partial Regex Jest();

    //      Tests  1 failed | 3 passed | 1 skipped (5)
    [GeneratedRegex(@"^\s*Tests\s+((?<failed>\d+) failed)?( \| )?((?<passed>\d+) passed)?( \| )?((?<skipped>\d+) skipped)?( \| )?(\d+ todo)? \((?<total>\d+)\)\s*$", Options, MatchMilliseconds)]
    private static partial Regex Vitest();

    // ===== 1 failed, 3 passed, 1 skipped, 2 warnings in 0.12s =====
    [GeneratedRegex(@"^(=+ )?(?=\d+ (failed|passed|skipped|error))((?<failed>\d+) failed(, )?)?((?<passed>\d+) passed(, )?)?((?<skipped>\d+) skipped(, )?)?(\d+ (deselected|xfailed|xpassed|warnings?|rerun)(, )?)*((?<errors>\d+) errors?)? ?in [\d.]+s", Options, MatchMilliseconds)]
    private static partial Regex Pytest();

    // [ERROR] Tests run: 4, Failures: 1, Errors: 0, Skipped: 0
    [GeneratedRegex(@"^(\[\w+\] )?Tests run: (?<total>\d+), Failures: (?<failed>\d+), Errors: (?<errors>\d+), Skipped: (?<skipped>\d+)\s*$", Options, MatchMilliseconds)]
    private static partial Regex Surefire();

    // OK (3 tests, 5 assertions)    Tests: 4, Assertions: 4, Failures: 1, Skipped: 1.
    [GeneratedRegex(@"^(OK \((?<total>\d+) tests?, \d+ assertions?\)|Tests: (?<total>\d+), Assertions: \d+(, Errors: (?<errors>\d+))?(, Failures: (?<failed>\d+))?(, \w+: \d+)*?(, Skipped: (?<skipped>\d+))?\.)\s*$", Options, MatchMilliseconds)]
    private static partial Regex PhpUnit();

    // # pass 3    ℹ fail 1
    [GeneratedRegex(@"^(#|ℹ) (?<word>pass|fail|skipped) (?<count>\d+)\s*$", Options, MatchMilliseconds)]
    private static partial Regex NodeTest();

    //   3 passing (10ms)
    [GeneratedRegex(@"^\s+(?<count>\d+) (?<word>passing|failing|pending)( \(\w+\))?\s*$", Options, MatchMilliseconds)]
    private static partial Regex Mocha();

    [GeneratedRegex(@"^Ran (?<total>\d+) tests? in [\d.]+s\s*$", Options, MatchMilliseconds)]
    private static partial Regex UnittestRan();

    [GeneratedRegex(@"^(OK|FAILED)( \((failures=(?<failed>\d+)(, )?)?(errors=(?<errors>\d+)(, )?)?(skipped=(?<skipped>\d+))?\))?\s*$", Options, MatchMilliseconds)]
    private static partial Regex UnittestEnd();

    [GeneratedRegex(@"^--- (?<word>PASS|FAIL|SKIP): ", Options, MatchMilliseconds)]
    private static partial Regex Go();
}
