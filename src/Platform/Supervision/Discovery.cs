namespace Homeport.Platform.Supervision;

/// <summary>How a program says that it is ready, and at which port it answers.</summary>
public abstract record Discovery
{
    private protected Discovery()
    {
    }

    /// <summary>It is ready once its process is there.</summary>
    public static Discovery None { get; } = new ImmediateDiscovery();

    /// <summary>It prints a line with <c>BACKEND_PORT:4711</c>, and then answers there.</summary>
    public static Discovery PortLine { get; } = new LineDiscovery(IsJson: false);

    /// <summary>It prints a line with <c>{"type":"ready","port":4711}</c>; the port may be left out, else it answers there.</summary>
    public static Discovery JsonLine { get; } = new LineDiscovery(IsJson: true);

    /// <summary>
    /// It writes a JSON file with <c>pid</c> and, as it likes, <c>port</c>. The process named there may be a descendant that
    /// outlives the one that was started, as of a program that goes to the background; it is the one that counts then.
    /// </summary>
    public static Discovery PidFile(string path) => new FileDiscovery(path);

    /// <summary>A loopback connection to the port is taken.</summary>
    public static Discovery TcpPort(int port) => new PortDiscovery(port);
}

internal sealed record ImmediateDiscovery : Discovery;

internal sealed record LineDiscovery(bool IsJson) : Discovery;

internal sealed record FileDiscovery(string Path) : Discovery;

internal sealed record PortDiscovery(int Port) : Discovery;
