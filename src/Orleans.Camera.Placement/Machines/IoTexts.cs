using System.Text;

namespace Orleans.Camera.Placement.Machines;

/// <summary>Bytes in each direction since the start.</summary>
internal readonly record struct IoBytes(long In, long Out)
{
    public IoBytes Plus(long @in, long @out) => new(SystemText.Sum(In, @in), SystemText.Sum(Out, @out));
}

/// <summary>Reads what the kernel says of network and disks.</summary>
internal static class IoTexts
{
    private const int SectorBytes = 512; // whatever the disk's own are

    /// <summary><c>/proc/net/dev</c>: <c>name: bytes packets ... (8 columns) bytes packets ...</c>.</summary>
    /// <param name="text">The file.</param>
    /// <param name="counts">Whether an interface counts, by name.</param>
    /// <returns>Null where none does.</returns>
    public static IoBytes? Network(ReadOnlySpan<byte> text, Func<string, bool> counts)
    {
        IoBytes? sum = null;
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range];
            var colon = line.IndexOf((byte)':');
            if (colon >= 0 && SystemText.TryNumber(SystemText.Word(line[(colon + 1)..], 0), out var received)
                && SystemText.TryNumber(SystemText.Word(line[(colon + 1)..], 8), out var sent) && counts(Encoding.UTF8.GetString(line[..colon].Trim((byte)' '))))
            {
                sum = (sum ?? default).Plus(received, sent);
            }
        }

        return sum;
    }

    /// <summary><c>/proc/diskstats</c>: <c>major minor name reads merged sectors ms writes merged sectors ...</c>.</summary>
    public static IoBytes? Disks(ReadOnlySpan<byte> text, Func<string, bool> counts)
    {
        IoBytes? sum = null;
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range];
            if (SystemText.TryNumber(SystemText.Word(line, 5), out var read) && SystemText.TryNumber(SystemText.Word(line, 9), out var written)
                && counts(Encoding.UTF8.GetString(SystemText.Word(line, 2))))
            {
                sum = (sum ?? default).Plus(SystemText.Times(read, SectorBytes), SystemText.Times(written, SectorBytes));
            }
        }

        return sum;
    }

    /// <summary><c>io.stat</c> of cgroups version 2: <c>8:0 rbytes=1 wbytes=2 rios=...</c>.</summary>
    public static IoBytes Group(ReadOnlySpan<byte> text)
    {
        IoBytes sum = default;
        foreach (var range in text.SplitAny(" \n"u8))
        {
            var word = text[range];
            if (word.StartsWith("rbytes="u8) && SystemText.TryNumber(word[7..], out var read))
            {
                sum = sum.Plus(read, 0);
            }
            else if (word.StartsWith("wbytes="u8) && SystemText.TryNumber(word[7..], out var written))
            {
                sum = sum.Plus(0, written);
            }
        }

        return sum;
    }

    /// <summary><c>blkio.throttle.io_service_bytes_recursive</c> of version 1: <c>8:0 Read 1</c>.</summary>
    /// <returns>Null where no disk is counted: the outermost group is not.</returns>
    public static IoBytes? OldGroup(ReadOnlySpan<byte> text)
    {
        IoBytes? sum = null;
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range];
            if (SystemText.TryNumber(SystemText.Word(line, 2), out var bytes))
            {
                var way = SystemText.Word(line, 1);
                sum = way.SequenceEqual("Read"u8) ? (sum ?? default).Plus(bytes, 0) : way.SequenceEqual("Write"u8) ? (sum ?? default).Plus(0, bytes) : sum;
            }
        }

        return sum;
    }
}
