using System.Text;
using Orleans.Camera.Core.Frames;

namespace Orleans.Camera.Core.Detecting;

/// <summary>
/// Recorded boxes in the text form of the MOTChallenge (motchallenge.net): one box a line,
/// <c>frame,id,left,top,width,height,score,...</c>, frames from 1, lengths in pixels of the source. Whatever follows the
/// score is ignored, and so is the id: it is the tracker's task to find it. A missing score, or -1, means 1.
/// </summary>
/// <remarks>Lines may come in any order of frames, and end in any way; blank lines are skipped.</remarks>
public sealed class MotDetections
{
    /// <summary>At most so many boxes are read, some 480 MB.</summary>
    public const int MostBoxes = 20_000_000;

    private readonly List<MotBox> _boxes;

    private MotDetections(string name, List<MotBox> boxes) => (Name, _boxes) = (name, boxes);

    /// <summary>The file's name, for messages.</summary>
    public string Name { get; }

    public int Count => _boxes.Count;

    /// <summary>Number of the last picture with a box; 0 where there is none.</summary>
    public int LastFrame => _boxes.Count == 0 ? 0 : _boxes[^1].Frame;

    /// <summary>Reads a file.</summary>
    /// <exception cref="SourceException">It cannot be read, or a line makes no sense; the message names file, line and column.</exception>
    public static MotDetections Load(string path)
    {
        try
        {
            using var reader = new StreamReader(path, Encoding.UTF8);
            return Read(reader, path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new SourceException($"The detections in '{path}' cannot be read: {exception.Message} Check the path and its permissions.", exception);
        }
    }

    /// <summary>Reads lines to the end.</summary>
    /// <param name="reader">The text; stays the caller's.</param>
    /// <param name="name">What it is called in messages.</param>
    /// <exception cref="SourceException">A line makes no sense; the message names line and column.</exception>
    public static MotDetections Read(TextReader reader, string name)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var boxes = new List<MotBox>();
        var isOrdered = true;
        var lines = new BoundedLines(reader, name);
        while (lines.TryRead(out var line))
        {
            if (line.Span.IsWhiteSpace())
            {
                continue;
            }

            if (boxes.Count == MostBoxes)
            {
                throw new SourceException($"The detections in '{name}' are more than {MostBoxes} boxes. Split the file.");
            }

            var box = MotLine.Parse(line.Span, name, lines.Number);
            isOrdered &= boxes.Count == 0 || boxes[^1].Frame <= box.Frame;
            boxes.Add(box);
        }

        // Ground truth is ordered by object. The sort is stable, so that boxes of one picture keep their order.
        return new MotDetections(name, isOrdered ? boxes : [.. boxes.OrderBy(box => box.Frame)]);
    }

    /// <summary>The boxes of one picture, in the order of the file, in pixels.</summary>
    internal ReadOnlySpan<MotBox> Of(long frame)
    {
        if (frame is < 1 or > int.MaxValue)
        {
            return [];
        }

        var first = FirstNotBefore((int)frame);
        var end = first;
        while (end < _boxes.Count && _boxes[end].Frame == frame)
        {
            end++;
        }

        return System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_boxes)[first..end];
    }

    private int FirstNotBefore(int frame)
    {
        var (low, high) = (0, _boxes.Count);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = _boxes[middle].Frame < frame ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
