namespace Homeport.Platform.Processes;

/// <summary>Puts processes into the order of their families.</summary>
internal static class ProcessOrder
{
    /// <summary>Each parent before its children, elder ones first, with how deep each lies.</summary>
    public static IReadOnlyList<ProcessSample> Of(IEnumerable<ProcessSample> processes)
    {
        var all = processes.OrderBy(process => process.StartedAt).ThenBy(process => process.Id).ToArray();
        var ids = all.Select(process => process.Id).ToHashSet();
        var children = all.Where(process => ids.Contains(process.ParentId)).ToLookup(process => process.ParentId);
        var ordered = new List<ProcessSample>(all.Length);
        var pending = new Stack<(ProcessSample Process, int Depth)>(
            all.Where(process => !ids.Contains(process.ParentId)).Reverse().Select(process => (process, 0)));
        while (pending.TryPop(out var next))
        {
            ordered.Add(next.Process with { Depth = next.Depth });
            foreach (var child in children[next.Process.Id].Reverse())
            {
                pending.Push((child, next.Depth + 1));
            }
        }

        return ordered;
    }
}
