namespace Orleans.Camera.Vision.Sources.Nut;

/// <summary>What the first byte of a frame stands for, from the stream's main header.</summary>
internal readonly record struct FrameCode(
    FrameFlags Flags, int Stream, long SizeFactor, long Size, long PtsDelta, int Reserved, int Header);

/// <summary>Which fields a frame carries in its own header.</summary>
[Flags]
internal enum FrameFlags
{
    None = 0,
    CodedPts = 1 << 3,
    Stream = 1 << 4,
    Size = 1 << 5,
    Checksum = 1 << 6,
    Reserved = 1 << 7,
    SideData = 1 << 8,
    Header = 1 << 10,
    MatchTime = 1 << 11,
    Coded = 1 << 12,
    Invalid = 1 << 13,
}
