using System.Globalization;
using Orleans.Camera.Core.Frames;

namespace Orleans.Camera.Core.Detecting;

/// <summary>Reads one line of a MOTChallenge file.</summary>
internal static class MotLine
{
    private const int LeastColumns = 6;
    private const float Farthest = 1e7f;
    private const string Form = "Each line is frame,id,left,top,width,height,score, with frames from 1 and lengths in pixels";
    private static readonly string[] _columns = ["frame", "id", "left", "top", "width", "height", "score"];

    /// <exception cref="SourceException">The line makes no sense.</exception>
    public static MotBox Parse(ReadOnlySpan<char> line, string name, long number)
    {
        Span<float> values = stackalloc float[_columns.Length];
        values[^1] = -1;
        var column = 0;
        foreach (var range in line.Split(','))
        {
            if (column == values.Length)
            {
                break;
            }

            values[column] = Number(line[range].Trim(), column, name, number);
            column++;
        }

        if (column < LeastColumns)
        {
            throw new SourceException($"{name}, line {number}: {column} columns, {LeastColumns} at least are needed. {Form}.");
        }

        return Check(values, name, number);
    }

    private static MotBox Check(ReadOnlySpan<float> values, string name, long number)
    {
        // Whole numbers are exact in a float up to 2^24: at 25 pictures a second, a week.
        const int LastFrame = 1 << 24;
        var frame = values[0];
        if (frame < 1 || frame > LastFrame || frame != (int)frame)
        {
            throw Fault(name, number, 0, $"{Show(frame)} is no whole number from 1 to {LastFrame}");
        }

        for (var column = 2; column < LeastColumns; column++)
        {
            if (Math.Abs(values[column]) > Farthest)
            {
                throw Fault(name, number, column, $"{Show(values[column])} is beyond {Show(Farthest)} pixels");
            }
        }

        for (var column = 4; column < LeastColumns; column++)
        {
            if (values[column] < 0)
            {
                throw Fault(name, number, column, $"{Show(values[column])} is below 0");
            }
        }

        var score = values[^1] == -1 ? 1 : Math.Clamp(values[^1], 0, 1);
        return new MotBox((int)frame, values[2], values[3], values[4], values[5], score);
    }

    private static float Number(ReadOnlySpan<char> text, int column, string name, long number) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && float.IsFinite(value)
            ? value
            : throw Fault(name, number, column, $"'{Shorten(text)}' is no number");

    private static SourceException Fault(string name, long number, int column, string what) =>
        new($"{name}, line {number}, column {column + 1} ({_columns[column]}): {what}. {Form}.");

    /// <summary>Shows foreign text: short, and on one line.</summary>
    private static string Shorten(ReadOnlySpan<char> text)
    {
        const int Longest = 40;
        var shown = string.Concat(text[..Math.Min(text.Length, Longest)].ToString().Select(letter => char.IsControl(letter) ? '?' : letter));
        return text.Length > Longest ? shown + "..." : shown;
    }

    private static string Show(float value) => value.ToString(CultureInfo.InvariantCulture);
}
