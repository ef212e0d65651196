using System.Globalization;
using Homeport.Platform.Files;
using Microsoft.Extensions.Logging;

namespace Homeport.Host.Logging;

/// <summary>Where log lines go: warnings to standard error, and everything worth keeping to the log file.</summary>
public sealed class HostLog(RotatedFile file, TextWriter errors, TimeProvider time) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("The host's log goes to its file and to standard error only.");

    public void Dispose()
    {
    }

    private void Write(LogLevel level, string category, string message, Exception? exception)
    {
        var word = level switch
        {
            LogLevel.Trace => "trace",
            LogLevel.Debug => "debug",
            LogLevel.Information => "info",
            LogLevel.Warning => "warning",
            LogLevel.Error => "error",
            LogLevel.Critical or LogLevel.None => "critical",
        };
        var line = string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ} {word} {category}: {message}");
        file.Write(exception is null ? line : $"{line}{Environment.NewLine}{exception}");
        if (level >= LogLevel.Warning)
        {
            errors.WriteLine(exception is null ? line : $"{line} ({exception.GetType().Name}: {exception.Message})");
        }
    }

    private sealed class Category(HostLog log, string name) : ILogger
    {
        private readonly LogLevel _least = name.StartsWith("Microsoft.", StringComparison.Ordinal) ? LogLevel.Warning : LogLevel.Information;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= _least && logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                log.Write(logLevel, name, formatter(state, exception), exception);
            }
        }
    }
}
