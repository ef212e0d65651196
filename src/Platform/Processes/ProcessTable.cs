using Homeport.Platform.Native;

namespace Homeport.Platform.Processes;

/// <summary>
/// The processes of one installation, with what they compute and hold. It looks only when it is asked: a share of a processor
/// needs two looks, so the first answer takes half a second and later ones compare with the look before.
/// </summary>
/// <param name="owner">Whose processes.</param>
/// <param name="time">The clock.</param>
public sealed class ProcessTable(OwnerMarker owner, TimeProvider time) : IDisposable
{
    /// <summary>Clock ticks are 10 ms, so that a shorter time would tell little.</summary>
    private static readonly TimeSpan ShortestSpan = TimeSpan.FromMilliseconds(500);

    /// <summary>A share over a longer time would not be what goes on now.</summary>
    private static readonly TimeSpan LongestSpan = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private (long At, Dictionary<(int, long), long> Ticks)? _before;
    private IReadOnlyList<ProcessSample> _newest = [];

    /// <summary>
    /// Every process that carries the owner's marker, the processes <paramref name="also"/> and their descendants; each
    /// parent before its children, elder ones first. An answer younger than half a second is given again.
    /// </summary>
    public async Task<IReadOnlyList<ProcessSample>> ReadAsync(IReadOnlyCollection<ProcessIdentity> also, CancellationToken cancellationToken)
    {
        OperatingSystemSupport.DemandLinux("Looking at processes");
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var span = _before is { } before ? time.GetElapsedTime(before.At) : TimeSpan.MaxValue;
            if (span < ShortestSpan)
            {
                return _newest;
            }

            if (span > LongestSpan)
            {
                Remember(ProcessReading.All(owner, also));
                await Task.Delay(ShortestSpan, time, cancellationToken);
            }

            var now = ProcessReading.All(owner, also);
            _newest = ProcessOrder.Of(now.Select(process => Sample(process, _before!.Value)));
            Remember(now);
            return _newest;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private void Remember(List<ProcessReading> processes) => _before = (
        time.GetTimestamp(),
        processes.ToDictionary(process => (process.Id, process.Stat.StartTime), process => process.Stat.CpuTicks));

    private ProcessSample Sample(ProcessReading process, (long At, Dictionary<(int, long), long> Ticks) before)
    {
        var since = before.Ticks.GetValueOrDefault((process.Id, process.Stat.StartTime)); // 0: it started meanwhile
        var seconds = Math.Max(time.GetElapsedTime(before.At).TotalSeconds, 0.01);
        return new ProcessSample
        {
            Id = process.Id,
            ParentId = process.Stat.Parent,
            Depth = 0,
            Name = process.Name,
            CommandLine = process.CommandLine,
            StartedAt = time.GetUtcNow() - process.Age,
            CpuPercent = Math.Round(Math.Max(process.Stat.CpuTicks - since, 0) / (double)ProcessReading.TicksPerSecond / seconds * 100, 1),
            CpuTime = TimeSpan.FromSeconds(process.Stat.CpuTicks / (double)ProcessReading.TicksPerSecond),
            ResidentBytes = process.ResidentBytes,
            SharedBytes = process.SharedBytes,
            Kind = process.Kind,
            RoleId = process.RoleId,
            TaskId = process.TaskId,
        };
    }
}
