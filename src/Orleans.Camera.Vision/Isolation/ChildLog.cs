using Microsoft.Extensions.Logging;

namespace Orleans.Camera.Vision.Isolation;

/// <summary>Passes on what a child writes, line by line: neither long lines nor many of them get through.</summary>
internal sealed partial class ChildLog(ILogger logger, string name, TimeProvider time)
{
    private const int LongestLine = 500;
    private const int MostLinesAMinute = 100;
    private readonly byte[] _line = new byte[LongestLine];
    private int _length;
    private int _lines;
    private int _left;
    private long _minute;

    /// <summary>The first line since it was started that looks like the reason for an end.</summary>
    public string? Complaint { get; private set; }

    /// <summary>Whether it says that the system gave it no more memory.</summary>
    public bool IsOutOfMemory { get; private set; }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (var one in bytes)
        {
            if (one == '\n')
            {
                Finish();
            }
            else if (_length < LongestLine)
            {
                _line[_length++] = one;
            }
        }
    }

    /// <summary>The line ends here.</summary>
    public void Finish()
    {
        var line = ChildText.OneLine(_line.AsSpan(0, _length)).Trim();
        _length = 0;
        if (line.Length == 0)
        {
            return;
        }

        if (SaysNoMemory(line) || line.StartsWith("Unhandled exception", StringComparison.Ordinal)
            || line.StartsWith("Fatal error", StringComparison.Ordinal) || line.Contains("terminate called", StringComparison.Ordinal))
        {
            Complaint ??= line;
            IsOutOfMemory = IsOutOfMemory || SaysNoMemory(line);
        }

        if (time.GetElapsedTime(_minute) > TimeSpan.FromMinutes(1) || _minute == 0)
        {
            if (_left > 0)
            {
                LogLeftOut(logger, name, _left);
            }

            (_minute, _lines, _left) = (time.GetTimestamp(), 0, 0);
        }

        if (++_lines <= MostLinesAMinute)
        {
            LogLine(logger, name, line);
        }
        else
        {
            _left++;
        }
    }

    private static bool SaysNoMemory(string line) =>
        line.StartsWith("Out of memory", StringComparison.OrdinalIgnoreCase)
        || line.Contains("OutOfMemoryException", StringComparison.Ordinal) || line.Contains("bad_alloc", StringComparison.Ordinal);

    [LoggerMessage(3025, LogLevel.Information, "Worker process {Name} says: {Line}")]
    private static partial void LogLine(ILogger logger, string name, string line);

    [LoggerMessage(3026, LogLevel.Warning, "Worker process {Name} said {Count} lines more within a minute than are passed on")]
    private static partial void LogLeftOut(ILogger logger, string name, int count);
}
