namespace Homeport.Agents;

/// <summary>What we call ourselves when an agent asks.</summary>
internal static class ClientVersion
{
    public static string Text { get; } = typeof(ClientVersion).Assembly.GetName().Version?.ToString(3) ?? "0";
}
