namespace Homeport.Platform.Supervision;

/// <summary>What happens when a program ends that was not asked to.</summary>
public enum RestartPolicy
{
    /// <summary>It is started again, whatever its exit.</summary>
    Always,

    /// <summary>It is started again unless it ended with exit code 0.</summary>
    OnFailure,

    Never,
}
