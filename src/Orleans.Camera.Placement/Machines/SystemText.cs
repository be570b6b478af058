using System.Buffers.Text;
using System.Text;

namespace Orleans.Camera.Placement.Machines;

/// <summary>Words and numbers of the kernel's texts. Any text may come: what makes no sense is unknown, and nothing throws.</summary>
internal static class SystemText
{
    /// <summary>A whole number of 0 or more, and nothing else.</summary>
    public static bool TryNumber(ReadOnlySpan<byte> text, out long number) =>
        (Utf8Parser.TryParse(text, out number, out var used) && used == text.Length && number >= 0) || (number = 0) < 0;

    /// <summary>The word at a place, from 0; empty where there are fewer.</summary>
    public static ReadOnlySpan<byte> Word(ReadOnlySpan<byte> line, int place)
    {
        foreach (var range in line.SplitAny(" \t"u8))
        {
            var word = line[range];
            if (!word.IsEmpty && place-- == 0)
            {
                return word;
            }
        }

        return [];
    }

    /// <summary>The number after a key at the beginning of a line, as in <c>memory.stat</c> and <c>/proc/meminfo</c>.</summary>
    public static long? ValueOf(ReadOnlySpan<byte> text, ReadOnlySpan<byte> key)
    {
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range];
            if (Word(line, 0).SequenceEqual(key) && TryNumber(Word(line, 1), out var number))
            {
                return number;
            }
        }

        return null;
    }

    /// <summary>A sum that stays where it is at the largest number.</summary>
    public static long Sum(long one, long other) => one > long.MaxValue - other ? long.MaxValue : one + other;

    public static long Times(long number, long factor) => number > long.MaxValue / factor ? long.MaxValue : number * factor;

    /// <summary>A path, in which the kernel writes spaces and the like as <c>\040</c>.</summary>
    public static string Path(ReadOnlySpan<byte> text)
    {
        var bytes = new byte[text.Length];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 3 < text.Length && IsOctal(text[i + 1]) && IsOctal(text[i + 2]) && IsOctal(text[i + 3]))
            {
                bytes[length++] = (byte)(((text[i + 1] - '0') << 6) | ((text[i + 2] - '0') << 3) | (text[i + 3] - '0'));
                i += 3;
            }
            else
            {
                bytes[length++] = text[i];
            }
        }

        return Encoding.UTF8.GetString(bytes, 0, length);
    }

    private static bool IsOctal(byte letter) => letter is >= (byte)'0' and <= (byte)'7';
}
