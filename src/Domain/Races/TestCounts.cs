namespace Homeport.Domain.Races;

/// <summary>Tests, as the program that ran them counted.</summary>
public sealed record TestCounts(int Passed, int Failed, int Skipped)
{
    public static TestCounts operator +(TestCounts one, TestCounts other) =>
        new(one.Passed + other.Passed, one.Failed + other.Failed, one.Skipped + other.Skipped);
}
