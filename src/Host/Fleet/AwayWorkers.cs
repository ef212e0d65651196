using Homeport.Protocol.Fleet;

namespace Homeport.Host.Fleet;

/// <summary>Workers whose link was lost, as they were known last. One that comes back is away no more; only the newest few are kept.</summary>
internal sealed class AwayWorkers
{
    private const int Most = 16;

    private readonly Lock _gate = new();
    private readonly List<FleetWorkerView> _workers = [];

    public void Add(FleetWorkerView worker)
    {
        lock (_gate)
        {
            _workers.RemoveAll(known => known.Id == worker.Id);
            _workers.Insert(0, worker);
            if (_workers.Count > Most)
            {
                _workers.RemoveAt(Most);
            }
        }
    }

    /// <summary>Those that are not connected again, the newest first.</summary>
    public IReadOnlyList<FleetWorkerView> List(IEnumerable<string> connected)
    {
        var here = connected.ToHashSet(StringComparer.Ordinal);
        lock (_gate)
        {
            return [.. _workers.Where(worker => !here.Contains(worker.Id))];
        }
    }
}
