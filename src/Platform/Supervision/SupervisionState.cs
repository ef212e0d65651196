namespace Homeport.Platform.Supervision;

/// <summary>Where a supervised program is.</summary>
public enum SupervisionState
{
    /// <summary>It does not run, as asked or because it ended and is not to be started again.</summary>
    Stopped,

    /// <summary>Its process is there, or about to be; it has not yet said that it is ready.</summary>
    Starting,

    Running,

    /// <summary>It ended or could not start, and is started again at <see cref="SupervisionStatus.NextTryAt"/>.</summary>
    Backoff,

    /// <summary>It does not run and nothing will start it again but a wish.</summary>
    Failed,

    Stopping,
}
