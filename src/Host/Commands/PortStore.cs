using Homeport.Storage;

namespace Homeport.Host.Commands;

/// <summary>Which ports belong to which task.</summary>
internal static class PortStore
{
    /// <summary>By the names of the variables that carry them.</summary>
    public static Dictionary<string, int> Of(ReadScope scope, string taskId) => scope.Query(
        "SELECT name, port FROM port_leases WHERE task_id = @task ORDER BY name",
        static row => (Name: row.Text(0), Port: row.Int32(1)), ("task", taskId)).ToDictionary(lease => lease.Name, lease => lease.Port);

    public static IReadOnlyList<int> Taken(ReadScope scope) =>
        scope.Query("SELECT port FROM port_leases ORDER BY port", static row => row.Int32(0));

    /// <summary>False if the port belongs to another task, or the name has one already.</summary>
    public static bool TryAdd(WriteScope scope, string taskId, string name, int port) => scope.Execute(
        "INSERT INTO port_leases (task_id, name, port) VALUES (@task, @name, @port) ON CONFLICT DO NOTHING",
        ("task", taskId), ("name", name), ("port", port)) > 0;

    public static void Release(WriteScope scope, string taskId) =>
        scope.Execute("DELETE FROM port_leases WHERE task_id = @task", ("task", taskId));
}
