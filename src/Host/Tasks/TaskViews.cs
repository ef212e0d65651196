using System.Collections.Concurrent;
using System.Text.Json;
using Homeport.Protocol;
using Homeport.Storage;

namespace Homeport.Host.Tasks;

/// <summary>
/// Tasks as they are written on the wire, kept so that a list costs no more than looking up which tasks it shows. A view is
/// right as long as the task's version is: whatever changes what a view shows saves the task, which counts the version up.
/// </summary>
internal sealed class TaskViews
{
    private const int Most = 4096;

    private readonly ConcurrentDictionary<string, (long Version, byte[] Json)> _written = new(StringComparer.Ordinal);

    /// <param name="scope">In which the version was read.</param>
    /// <param name="id">A task that is there.</param>
    /// <param name="version">Its version.</param>
    public byte[] Get(ReadScope scope, string id, long version)
    {
        if (_written.TryGetValue(id, out var known) && known.Version == version)
        {
            return known.Json;
        }

        var task = TaskStore.Find(scope, id) ?? throw new InvalidOperationException($"Task {id} went away within one view of the store.");
        var json = JsonSerializer.SerializeToUtf8Bytes(TaskStore.View(scope, task), ProtocolJson.Default.UnitTaskView);
        if (_written.Count >= Most)
        {
            _written.Clear(); // who pages through all tasks ever made; the next lists fill it again
        }

        _written[id] = (version, json);
        return json;
    }
}
