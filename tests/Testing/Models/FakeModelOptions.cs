namespace Homeport.Testing.Models;

/// <summary>How a <see cref="FakeModelServer"/> behaves where no prompt says otherwise.</summary>
public sealed record FakeModelOptions
{
    /// <summary>0 takes any free port.</summary>
    public int Port { get; init; }

    /// <summary>What a prompt without a <c>fake:</c> directive gets, written as a directive: <c>echo</c>, <c>shell cmd=ls</c>.</summary>
    public string DefaultScenario { get; init; } = "echo";

    /// <summary>Moves the pauses of slow answers and the times of usage limits.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
