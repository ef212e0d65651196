namespace Homeport.EndToEnd.Tests.Harness;

/// <summary>
/// How host and worker stand to each other in this run of the tests: in two processes, as people have it, or with
/// <c>HOMEPORT_TEST_PLANES=single</c> in one.
/// </summary>
internal static class Planes
{
    public static bool AreOneProcess { get; } = Environment.GetEnvironmentVariable("HOMEPORT_TEST_PLANES") == "single";

    /// <summary>For the command line of <c>homeport serve</c>.</summary>
    public static IReadOnlyList<string> Arguments { get; } = AreOneProcess ? ["--single-process"] : [];
}
