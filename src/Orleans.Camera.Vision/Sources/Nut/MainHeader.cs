namespace Orleans.Camera.Vision.Sources.Nut;

/// <summary>The main header of a NUT stream: time bases, the table of frame codes, and bytes left out of small frames.</summary>
internal sealed class MainHeader
{
    private const int MostTimeBases = 16;
    private const int MostHeaders = 128;
    private const int LongestHeader = 256;

    private MainHeader(int timeBases, FrameCode[] codes, byte[][] headers, bool isBroadcast) =>
        (TimeBases, Codes, Headers, IsBroadcast) = (timeBases, codes, headers, isBroadcast);

    public int TimeBases { get; }

    public FrameCode[] Codes { get; }

    /// <summary>Bytes with which a frame begins that are not repeated in it; number 0 is empty.</summary>
    public byte[][] Headers { get; }

    public bool IsBroadcast { get; }

    public static MainHeader Read(NutBuffer buffer)
    {
        var version = buffer.ReadNumber();
        if (version is not (3 or 4))
        {
            throw new InvalidDataException($"The picture stream is of NUT version {version}, not 3 or 4.");
        }

        if (version > 3)
        {
            _ = buffer.ReadNumber();
        }

        if (buffer.ReadNumber() != 1)
        {
            throw new InvalidDataException("The picture stream holds more than the pictures.");
        }

        _ = buffer.ReadNumber();
        var timeBases = Bounded(buffer.ReadNumber(), 1, MostTimeBases, "time bases");
        for (var i = 0; i < timeBases; i++)
        {
            _ = buffer.ReadNumber();
            _ = buffer.ReadNumber();
        }

        var codes = ReadCodes(buffer);
        var headers = ReadHeaders(buffer);
        var isBroadcast = version > 3 && (buffer.ReadNumber() & 1) != 0;
        return new MainHeader(timeBases, codes, headers, isBroadcast);
    }

    private static FrameCode[] ReadCodes(NutBuffer buffer)
    {
        var codes = new FrameCode[256];
        long pts = 0, factor = 1, stream = 0, header = 0;
        for (var i = 0; i < codes.Length;)
        {
            var flags = (FrameFlags)Bounded(buffer.ReadNumber(), 0, int.MaxValue, "flags");
            var fields = Bounded(buffer.ReadNumber(), 0, 64, "fields");
            pts = fields > 0 ? buffer.ReadSigned() : pts;
            factor = fields > 1 ? buffer.ReadNumber() : factor;
            stream = fields > 2 ? buffer.ReadNumber() : stream;
            var size = fields > 3 ? buffer.ReadNumber() : 0;
            var reserved = fields > 4 ? Bounded(buffer.ReadNumber(), 0, 16, "reserved fields") : 0;
            var count = fields > 5 ? buffer.ReadNumber() : factor - size;
            _ = fields > 6 ? buffer.ReadSigned() : 0;
            header = fields > 7 ? buffer.ReadNumber() : header;
            for (var j = 8; j < fields; j++)
            {
                _ = buffer.ReadNumber();
            }

            // The code that is the letter N starts a packet and is never a frame.
            if (count is < 1 or > 256 || count > codes.Length - i - (i <= 'N' ? 1 : 0))
            {
                throw new InvalidDataException("The picture stream is damaged: its table of frame codes.");
            }

            for (long j = 0; j < count; i++)
            {
                codes[i] = i == 'N'
                    ? new FrameCode { Flags = FrameFlags.Invalid }
                    : new FrameCode(flags, Bounded(stream, 0, int.MaxValue, "streams"), factor, size + j++, pts, reserved, Bounded(header, 0, MostHeaders, "headers"));
            }

            if (i == 'N')
            {
                codes[i++] = new FrameCode { Flags = FrameFlags.Invalid };
            }
        }

        return codes;
    }

    private static byte[][] ReadHeaders(NutBuffer buffer)
    {
        var headers = new byte[Bounded(buffer.ReadNumber(), 0, MostHeaders - 1, "headers") + 1][];
        headers[0] = [];
        for (var i = 1; i < headers.Length; i++)
        {
            headers[i] = new byte[Bounded(buffer.ReadNumber(), 0, LongestHeader, "bytes of a header")];
            buffer.ReadExactly(headers[i]);
        }

        return headers;
    }

    private static int Bounded(long value, int least, int most, string what) =>
        value >= least && value <= most
            ? (int)value
            : throw new InvalidDataException($"The picture stream is damaged: {value} {what}.");
}
