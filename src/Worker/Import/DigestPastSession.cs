using System.Text.Json;
using Homeport.Agents.Past;
using Homeport.Protocol.Link;

namespace Homeport.Worker.Import;

/// <summary>Reads what a session is about, a bounded part of it at a time.</summary>
internal sealed class DigestPastSession(PastStores stores)
{
    private const long MostRead = 16 * 1024 * 1024;

    public PastSessionDigest Run(ReadPastSessionRequest request, CancellationToken cancellationToken)
    {
        using var session = stores.Open(request.AgentType, request.Path);
        var isOther = request.From > session.End || !session.IsBoundary(request.From);
        var from = isOther ? 0 : request.From;
        var facts = new PastFacts();
        var (read, hasMore) = (from, false);
        foreach (var entry in session.From(from, session.End))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (entry.Json.ValueKind == JsonValueKind.Object)
            {
                session.Record.Gather(entry.Json, facts);
            }

            read = entry.Next;
            if (read - from >= MostRead && read < session.End)
            {
                hasMore = true;
                break;
            }
        }

        return new PastSessionDigest
        {
            Restarted = isOther,
            ReadTo = read,
            HasMore = hasMore,
            Size = session.Size,
            Stamp = session.Stamp,
            NativeSessionId = facts.NativeSessionId ?? session.NativeSessionId,
            Title = facts.Title,
            FirstPrompt = facts.FirstPrompt,
            Folder = facts.Folder,
            Branch = facts.Branch,
            Model = facts.Model,
            AgentVersion = facts.AgentVersion,
            Messages = facts.Messages,
            StartedAt = facts.StartedAt,
            LastAt = facts.LastAt,
            IsPart = facts.IsPart ? true : null,
            Words = facts.Words,
        };
    }
}
