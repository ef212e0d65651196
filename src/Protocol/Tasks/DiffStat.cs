namespace Homeport.Protocol.Tasks;

/// <summary>How much a task has changed since its base commit.</summary>
public sealed record DiffStat(int Files, int Added, int Removed);
