using System.Security.Cryptography;
using System.Text;

namespace Homeport.Platform.Processes;

/// <summary>
/// A word in a child's environment that says whose it is: which installation started it, and which worker of that. Children of
/// children inherit it, so processes which left their group and session are still found in <c>/proc/*/environ</c>.
/// </summary>
public readonly record struct OwnerMarker
{
    /// <summary>The environment variable that names the installation.</summary>
    public const string Variable = "HOMEPORT_OWNER";

    /// <summary>The environment variable that names the worker process.</summary>
    public const string WorkerVariable = "HOMEPORT_WORKER";

    private readonly string _name;

    private OwnerMarker(string name, string value) => (_name, Value) = (name, value);

    public string Value { get; }

    /// <summary>Of everything that the installation whose data folder is <paramref name="root"/> started; 24 hex digits.</summary>
    public static OwnerMarker ForRoot(string root)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(Path.TrimEndingDirectorySeparator(Path.GetFullPath(root))));
        return new OwnerMarker(Variable, Convert.ToHexStringLower(hash.AsSpan(0, 12)));
    }

    /// <summary>Of everything that one worker process started: it dies with that process, and with no other.</summary>
    public static OwnerMarker ForWorker(string workerId) => new(WorkerVariable, workerId);

    public override string ToString() => $"{_name}={Value}";
}
