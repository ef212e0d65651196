using Homeport.Domain.Races;

namespace Homeport.Domain.Tests.Races;

public sealed class TestSummaryTests
{
    [Theory]
    [InlineData("Failed!  - Failed:     1, Passed:     3, Skipped:     2, Total:     6, Duration: 12 ms - It.dll (net10.0)", 3, 1, 2)]
    [InlineData("Passed!  - Failed:     0, Passed:     3, Skipped:     0, Total:     3, Duration: 12 ms - A.dll (net10.0)\nPassed!  - Failed:     0, Passed:     4, Skipped:     1, Total:     5, Duration: 1 s - B.dll (net10.0)", 7, 0, 1)]
    [InlineData("Test summary: total: 4, failed: 1, succeeded: 3, skipped: 0, duration: 1.2s", 3, 1, 0)]
    [InlineData("Test Suites: 1 failed, 1 total\nTests:       1 failed, 2 skipped, 3 passed, 6 total\nSnapshots:   0 total", 3, 1, 2)]
    [InlineData("Tests:       3 passed, 3 total", 3, 0, 0)]
    [InlineData(" Test Files  1 failed | 1 passed (2)\n      Tests  1 failed | 3 passed (4)\n   Duration  1.02s", 3, 1, 0)]
    [InlineData("      Tests  5 passed (5)", 5, 0, 0)]
    [InlineData("===== 1 failed, 3 passed, 1 skipped, 2 warnings in 0.12s =====", 3, 1, 1)]
    [InlineData("3 passed in 0.01s", 3, 0, 0)]
    [InlineData("2 passed, 1 error in 0.10s", 2, 1, 0)]
    [InlineData("test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s\ntest result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out", 4, 2, 1)]
    [InlineData("[ERROR] Tests run: 4, Failures: 1, Errors: 1, Skipped: 1", 1, 2, 1)]
    [InlineData("OK (3 tests, 5 assertions)", 3, 0, 0)]
    [InlineData("Tests: 4, Assertions: 4, Failures: 1, Skipped: 1.", 2, 1, 1)]
    [InlineData("# tests 4\n# pass 3\n# fail 1\n# cancelled 0\n# skipped 0", 3, 1, 0)]
    [InlineData("ℹ tests 4\nℹ pass 4\nℹ fail 0\nℹ skipped 0", 4, 0, 0)]
    [InlineData("  3 passing (10ms)\n  1 failing\n  2 pending", 3, 1, 2)]
    [InlineData("Ran 4 tests in 0.001s\n\nFAILED (failures=1, errors=1)", 2, 2, 0)]
    [InlineData("Ran 4 tests in 0.001s\n\nOK (skipped=1)", 3, 0, 1)]
    [InlineData("--- PASS: TestIt (0.00s)\n    --- PASS: TestIt/part (0.00s)\n--- FAIL: TestThat (0.00s)\nFAIL", 1, 1, 0)]
    public void Well_known_forms_are_counted(string output, int passed, int failed, int skipped) =>
        Assert.Equal(new TestCounts(passed, failed, skipped), TestSummary.Read(output.Split('\n')));

    [Theory]
    [InlineData("")]
    [InlineData("All good")]
    [InlineData("I ran the tests: 3 passed, 1 failed")]
    [InlineData("ok  	example.com/it	0.003s")]
    [InlineData("echo 3 passing thoughts")]
    public void Of_anything_else_nothing_is_guessed(string output) => Assert.Null(TestSummary.Read(output.Split('\n')));

    [Fact]
    public void The_last_summary_counts_where_a_program_ran_twice() =>
        Assert.Equal(new TestCounts(4, 0, 0), TestSummary.Read(["Tests:       1 failed, 3 passed, 4 total", "again", "Tests:       4 passed, 4 total"]));
}
