using Homeport.Testing;
using Homeport.Worker.Journal;
using Microsoft.Extensions.Logging;

namespace Homeport.Worker.Tests.Journal;

/// <summary>What the operator is told.</summary>
internal sealed class HeardLog : ILogger<Journals>
{
    public Recording<string> Lines { get; } = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Add(formatter(state, exception));
}
