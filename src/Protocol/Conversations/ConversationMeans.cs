using System.Text.Json.Serialization;

namespace Homeport.Protocol.Conversations;

/// <summary>How an agent comes to know what was said before.</summary>
[JsonConverter(typeof(SnakeCase<ConversationMeans>))]
public enum ConversationMeans
{
    /// <summary>It keeps the session in which it is.</summary>
    Kept,

    /// <summary>It goes on in a copy of its own session that ends at that point.</summary>
    Native,

    /// <summary>A new session gets what was said as text with its first prompt.</summary>
    Text,

    /// <summary>A new session that knows nothing.</summary>
    New,
}
