namespace Homeport.Worker;

/// <summary>The workers of a data folder that are alive on this machine, whether a host is there or not.</summary>
public static class LivingWorkers
{
    /// <returns>Their process ids.</returns>
    public static IReadOnlyList<int> Of(string root) => WorkerFolder.Holders(root);
}
