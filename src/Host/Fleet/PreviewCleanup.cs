using Homeport.Domain;
using Homeport.Protocol.Fleet;

namespace Homeport.Host.Fleet;

/// <summary>Shows what could go, measured now. Nothing is changed.</summary>
internal sealed class PreviewCleanup(WorkerDisk disk, TasksInUse use, TimeProvider time)
{
    private const int UsualDays = 7;
    private const int MostDays = 3650;

    public async Task<Result<PreviewCleanupResponse>> RunAsync(PreviewCleanupRequest request, CancellationToken cancellationToken)
    {
        var days = request.OlderThanDays ?? UsualDays;
        if (days is < 0 or > MostDays)
        {
            return new Problem(ProblemCode.InvalidRequest, "The age is not a number of days.")
            {
                Errors = [new FieldError("olderThanDays", $"Give a number of days from 0 to {MostDays}.")],
            };
        }

        var measured = await disk.MeasureAsync(refresh: true, wait: true, cancellationToken);
        if (!measured.Succeeded(out var usage, out var problem))
        {
            return problem;
        }

        var tasks = await disk.TasksOfAsync(usage.Parts, cancellationToken);
        var inUse = await use.FindAsync(cancellationToken);
        var olderThan = time.GetUtcNow() - TimeSpan.FromDays(days);
        return new PreviewCleanupResponse
        {
            Items =
            [
                .. usage.Parts
                    .Select(part => CleanupRules.Judge(
                        part, part.TaskId is { } id ? tasks.GetValueOrDefault(id) : null, part.TaskId is { } user && inUse.Contains(user)))
                    .OfType<CleanupItemView>().Where(item => item.Since <= olderThan)
                    .OrderBy(item => item.Refusal is not null).ThenBy(item => item.Kind).ThenByDescending(item => item.Bytes),
            ],
            OlderThan = olderThan,
        };
    }
}
