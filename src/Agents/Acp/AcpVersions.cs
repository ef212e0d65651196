using System.Text.Json;
using Homeport.Agents.Conversations;

namespace Homeport.Agents.Acp;

/// <summary>The versions of the protocol, and the one that is spoken: the first, unless the second is offered and taken.</summary>
/// <param name="first">Version 1.</param>
/// <param name="second">Version 2.</param>
/// <param name="offersSecond">Whether version 2 is offered; an agent never gets to see it otherwise.</param>
internal sealed class AcpVersions(IAcpVersion first, IAcpVersion second, bool offersSecond)
{
    public const long First = 1;
    public const long Second = 2;

    private volatile IAcpVersion _spoken = first;

    /// <summary>The version that is spoken.</summary>
    public IAcpVersion Spoken => _spoken;

    /// <summary>The newest that is offered.</summary>
    public long Newest { get; private set; } = offersSecond ? Second : First;

    /// <summary>From now on only version 1 is offered.</summary>
    public void OfferFirst() => Newest = First;

    /// <summary>Takes over what the agent chose; a version that we do not speak is left to the caller.</summary>
    public AcpGreeting Settle(JsonElement answer)
    {
        var version = answer.Whole("protocolVersion") ?? First;
        if (version == Second && Newest == Second && !IsOfFirst(answer))
        {
            _spoken = second;
        }
        else if (version == Second && Newest == Second)
        {
            version = First;
        }

        return Spoken.Read(answer) with { Version = version };
    }

    /// <summary>It repeats the number that it was told, in the words of version 1; those of version 2 demand <c>info</c>.</summary>
    private static bool IsOfFirst(JsonElement answer) =>
        answer.Member("info") is null && answer.Member("capabilities") is null &&
        (answer.Member("agentCapabilities") ?? answer.Member("agentInfo")) is not null;
}
