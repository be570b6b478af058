using System.Globalization;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.Text;

namespace Orleans.Camera.Cli.Parsing;

/// <summary>Reads option values. Every fault names the option, the value and what is allowed.</summary>
internal static class Values
{
    private const int LongestName = 64;
    private const double LowestRate = 0.1;
    private const double HighestRate = 1000;
    private const int LargestSide = 16384;

    /// <returns>The value, or <paramref name="fallback"/> where none was given.</returns>
    public static string OneOf(string option, string? value, string fallback, params string[] others)
    {
        var allowed = others.Contains(fallback) ? others : [fallback, .. others];
        return value is null ? fallback
            : allowed.Contains(value) ? value
            : throw new UsageException($"{option} {value} is unknown: it is one of {string.Join(", ", allowed)}.");
    }

    public static IReadOnlyList<string> Labels(string option, string? value)
    {
        if (value is null)
        {
            return [];
        }

        var labels = value.Split(',', StringSplitOptions.TrimEntries);
        return labels.All(label => label.Length > 0)
            ? [.. labels.Distinct()]
            : throw new UsageException($"{option} '{value}' has an empty label: write them with commas between, like person,car");
    }

    /// <summary>Pictures per second, 0.1 to 1000.</summary>
    public static double? Rate(string option, string? value) =>
        value is null ? null
        : TryNumber(value, out var rate) && rate is >= LowestRate and <= HighestRate ? rate
        : throw new UsageException($"{option} {value} is no rate: it is a number of pictures per second from {LowestRate} to {HighestRate}.");

    /// <summary>A picture's number, from 1.</summary>
    public static long? Position(string option, string? value) =>
        value is null ? null
        : long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 ? number
        : throw new UsageException($"{option} {value} is no picture: they are numbered from 1.");

    public static PictureSize? Size(string option, string? value)
    {
        if (value is null)
        {
            return null;
        }

        var sides = value.Split('x');
        return sides.Length == 2 && TrySide(sides[0], out var width) && TrySide(sides[1], out var height)
            ? new PictureSize(width, height)
            : throw new UsageException($"{option} {value} is no size: it is WIDTHxHEIGHT in pixels, each from 1 to {LargestSide}, like 1920x1080.");
    }

    /// <summary>A file's name, with the given ending where one is demanded.</summary>
    public static string? Path(string option, string? value, string? ending = null)
    {
        if (value is null)
        {
            return null;
        }

        if (string.IsNullOrWhiteSpace(value) || value.Contains('\0'))
        {
            throw new UsageException($"{option} is no file name.");
        }

        return ending is null || value.EndsWith(ending, StringComparison.OrdinalIgnoreCase)
            ? value
            : throw new UsageException($"{option} {value} must end in {ending}, because that is what is written.");
    }

    /// <summary>Splits <c>NAME=numbers</c> and checks that every coordinate is in 0..1.</summary>
    public static (string Name, float[] Coordinates) Shape(string option, string text, string form)
    {
        var equals = text.IndexOf('=');
        var name = equals < 0 ? string.Empty : text[..equals].Trim();
        if (name.Length is 0 or > LongestName || !name.EnumerateRunes().All(Printable.IsVisible))
        {
            throw new UsageException($"{option} '{text}' has no usable name: write it as {form}, the name with 1 to {LongestName} characters.");
        }

        var parts = text[(equals + 1)..].Split(',');
        return (name, Array.ConvertAll(parts, part => Coordinate(option, name, part)));
    }

    public static void RequireDistinct(string option, IEnumerable<string> names)
    {
        var twice = names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
        {
            throw new UsageException($"{option} {twice.Key} is given twice: every name must be its own.");
        }
    }

    private static float Coordinate(string option, string name, string text) =>
        TryNumber(text, out var value) && value is >= 0 and <= 1
            ? (float)value
            : throw new UsageException($"{option} {name}: '{text.Trim()}' is no coordinate: each is a number from 0 to 1, relative to the picture.");

    private static bool TryNumber(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    private static bool TrySide(string text, out int side) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out side) && side is >= 1 and <= LargestSide;
}
