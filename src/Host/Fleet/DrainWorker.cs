using Homeport.Domain;
using Homeport.Host.Workers;
using Homeport.Protocol;
using Homeport.Protocol.Fleet;
using Homeport.Protocol.Link;

namespace Homeport.Host.Fleet;

/// <summary>Gives a worker nothing new; it ends when nothing runs on it any more, and a fresh one takes its place.</summary>
internal sealed class DrainWorker(WorkerDirectory directory)
{
    public async Task<Result<NoResponse>> RunAsync(DrainWorkerRequest request, CancellationToken cancellationToken)
    {
        if (directory.Find(request.Id) is not { } worker)
        {
            return new Problem(ProblemCode.NotFound, $"There is no worker {request.Id} that is connected.");
        }

        var drained = await worker.CallAsync<NoRequest, NoResponse>(WorkerMethods.DrainWorker, new NoRequest(), cancellationToken);
        if (drained.Succeeded(out _, out _))
        {
            worker.BeginDrain();
        }

        return drained;
    }
}
