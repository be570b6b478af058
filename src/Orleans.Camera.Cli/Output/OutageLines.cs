using Microsoft.Extensions.Logging;

namespace Orleans.Camera.Cli.Output;

/// <summary>Shows on standard error what a source says of its outages: one line when it is lost, one when it is back.</summary>
internal sealed class OutageLines(CommandConsole console) : ILogger
{
    private const int Lost = 2002;

    private int _last;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        // It says so again whenever it tries in vain.
        var isRepeated = eventId.Id == Lost && _last == Lost;
        if (IsEnabled(logLevel) && !isRepeated)
        {
            _last = eventId.Id;
            console.Complain(formatter(state, exception));
        }
    }
}
