using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Vision.Sources;

/// <summary>What FFmpeg's log says about a source: its facts, what went wrong, and whether pictures are damaged.</summary>
/// <remarks>The log is the only place where FFmpeg tells these things; it is read line by line and only kept in part.</remarks>
internal sealed partial class FfmpegLog(SourceAddress address)
{
    private const int KeptLines = 24;
    private const int LongestLine = 2000;

    private readonly Queue<string> _troubles = new();
    private readonly byte[] _line = new byte[LongestLine];
    private int _length;
    private bool _isInput = true;

    /// <summary>Name of the container or protocol, for example <c>mpjpeg</c>.</summary>
    public string Format { get; private set; } = "";

    /// <summary>Whether it is a container with a table of its pictures.</summary>
    public bool HasIndex =>
        Format is "avi" || Format.StartsWith("mov,", StringComparison.Ordinal) || Format.StartsWith("matroska,", StringComparison.Ordinal);

    /// <summary>How long the source says it is; null when it does not say.</summary>
    public TimeSpan? Duration { get; private set; }

    /// <summary>When the source says it was made, UTC.</summary>
    public DateTimeOffset? CreationTime { get; private set; }

    /// <summary>Nominal pictures per second; 0 where it does not say.</summary>
    public double FramesPerSecond { get; private set; }

    /// <summary>Size of the pictures before and after scaling; empty until the first picture was decoded.</summary>
    public PictureSize Source { get; private set; }

    public PictureSize Gate { get; private set; }

    public PictureSize Picture { get; private set; }

    /// <summary>How many lines told of damaged or missing pictures.</summary>
    public int Damages { get; private set; }

    /// <summary>The container ended where it should have gone on.</summary>
    public bool IsBrokenOff { get; private set; }

    /// <summary>Why FFmpeg could not even be started; null when it was.</summary>
    public string? NotStarted { get; private set; }

    /// <summary>The latest warnings and errors, without secrets, oldest first.</summary>
    public IReadOnlyCollection<string> Troubles => _troubles;

    /// <summary>Takes what somebody else knows of this source's trouble.</summary>
    public void AddTrouble(string line) => _troubles.Enqueue(address.Redact(line));

    /// <summary>Takes the next bytes of the log.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        foreach (var next in bytes)
        {
            if (next is (byte)'\n' or (byte)'\r')
            {
                Take(Encoding.UTF8.GetString(_line, 0, _length));
                _length = 0;
            }
            else if (_length < LongestLine)
            {
                _line[_length++] = next;
            }
        }
    }

    private void Take(string line)
    {
        var level = Level().Match(line);
        switch (level.Groups["level"].Value)
        {
            case "error" or "fatal" or "panic" or "warning":
                TakeTrouble(line, level.Groups["text"].Value);
                break;
            case "info" when _isInput:
                TakeInput(level.Groups["text"].Value);
                break;
            case "verbose" when line.StartsWith("[scale@", StringComparison.Ordinal):
                TakeSizes(line);
                break;
            case "" when Launcher().IsMatch(line):
                NotStarted = address.Redact(line);
                break;
            default:
                break;
        }
    }

    private void TakeTrouble(string line, string text)
    {
        Damages += Damage().IsMatch(line) ? 1 : 0;
        IsBrokenOff |= BrokenOff().IsMatch(line);
        _troubles.Enqueue(address.Redact(text));
        if (_troubles.Count > KeptLines)
        {
            _troubles.Dequeue();
        }
    }

    private void TakeInput(string text)
    {
        var input = Input().Match(text);
        if (input.Success)
        {
            Format = input.Groups[1].Value;
        }
        else if (text.StartsWith("Output #", StringComparison.Ordinal) || text.StartsWith("Stream mapping", StringComparison.Ordinal))
        {
            _isInput = false;
        }
        else if (DurationLine().Match(text) is { Success: true } duration)
        {
            Duration = TimeSpan.TryParse(duration.Groups[1].Value, CultureInfo.InvariantCulture, out var length) && length > TimeSpan.Zero
                ? length
                : null;
        }
        else if (CreationLine().Match(text) is { Success: true } creation && CreationTime is null)
        {
            // Clocks that were never set say 1904 or 1970.
            CreationTime = DateTimeOffset.TryParse(
                creation.Groups[1].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) && time.Year > 1980
                ? time
                : null;
        }
        else if (FramesPerSecond == 0 && text.Contains(": Video: ", StringComparison.Ordinal) && Rate().Match(text) is { Success: true } rate)
        {
            FramesPerSecond = double.Parse(rate.Groups[1].Value, CultureInfo.InvariantCulture) * (rate.Groups[2].Length > 0 ? 1000 : 1);
        }
    }

    private void TakeSizes(string line)
    {
        var sizes = Sizes().Match(line);
        if (!sizes.Success)
        {
            return;
        }

        var (from, to) = (Size(sizes, 1), Size(sizes, 3));
        if (line.StartsWith($"[{FilterGraph.GateFilter} ", StringComparison.Ordinal) && Gate.IsEmpty)
        {
            (Source, Gate) = (from, to);
        }
        else if (line.StartsWith($"[{FilterGraph.PictureFilter} ", StringComparison.Ordinal) && Picture.IsEmpty)
        {
            Picture = to;
        }

        static PictureSize Size(Match match, int group) => new(
            int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture), int.Parse(match.Groups[group + 1].ValueSpan, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"^(?:\[[^\]]* @ 0x[0-9a-f]+\] )*\[(?<level>panic|fatal|error|warning|info|verbose|debug|trace)\] (?<text>.*)$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Level();

    [GeneratedRegex("^(?:setsid|nice|setpriv|prlimit|ffmpeg|[^ ]*/ffmpeg): ", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Launcher();

    [GeneratedRegex("^Input #0, ([^ ]+), from ", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Input();

    [GeneratedRegex(@"^\s+Duration: ([0-9:.]+|N/A)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex DurationLine();

    [GeneratedRegex(@"^\s+creation_time\s*: (\S+)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex CreationLine();

    [GeneratedRegex(@" ([0-9.]+)(k?) fps\b", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Rate();

    [GeneratedRegex(@"\] w:(\d{1,6}) h:(\d{1,6}) fmt:.* -> w:(\d{1,6}) h:(\d{1,6}) ", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Sizes();

    [GeneratedRegex(
        "corrupt decoded frame|corrupt input packet|Packet corrupt|rror while decoding|Error splitting|Invalid NAL unit|concealing|" +
        "No JPEG data|overread|bad vlc|error count|missed \\d+ packets|exceeds containing master|Invalid data found|partial file|ended prematurely",
        RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Damage();

    [GeneratedRegex("partial file|ended prematurely|Error during demuxing", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex BrokenOff();
}
