using System.Threading.Channels;

namespace Homeport.Rpc.InProcess;

/// <summary>Two connected transports inside one process. Each direction holds a bounded number of messages.</summary>
public static class PipePair
{
    public const int DefaultCapacity = 64;

    public static (IRpcTransport First, IRpcTransport Second) Create(int capacity = DefaultCapacity)
    {
        var (forth, back) = (NewChannel(capacity), NewChannel(capacity));
        return (new PipeEnd(incoming: back, outgoing: forth), new PipeEnd(incoming: forth, outgoing: back));
    }

    private static Channel<byte[]> NewChannel(int capacity) =>
        Channel.CreateBounded<byte[]>(new BoundedChannelOptions(capacity) { SingleReader = true });
}
