using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Vision.Sources;

namespace Orleans.Camera.Vision.Tests.Sources;

/// <summary>Everything that one reading of a source gave.</summary>
internal sealed class Reading
{
    private readonly List<uint> _checksums = [];

    public required SourceInfo Info { get; init; }

    /// <summary>Number, time and content of each picture.</summary>
    public List<(long Number, TimeSpan Pts, string Gate, string All)> Pictures { get; } = [];

    public List<(int AfterPictures, Gap Gap)> Gaps { get; } = [];

    public SourceException? Fault { get; private set; }

    public SourceStatistics Statistics { get; private set; }

    /// <summary>Where the picture at an index is resumed.</summary>
    public ResumePoint PointAt(int index) => new(Pictures[index].Number, Pictures[index].Pts, _checksums[index]);

    /// <summary>Whether reading began at a key frame in the middle.</summary>
    public bool HasSought { get; private set; }

    /// <summary>Reads a source to its end.</summary>
    public static async Task<Reading> OfAsync(string address, FrameSourceOptions? options = null, Action<Frame>? look = null)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await using var source = FrameSources.Create(SourceAddress.Parse(address), options ?? new(), NullLogger.Instance);
        var reading = new Reading { Info = await source.OpenAsync(limit.Token) };
        try
        {
            while (await source.ReadAsync(limit.Token) is { IsEnd: false } read)
            {
                reading.Add(read, look);
            }
        }
        catch (SourceException fault)
        {
            reading.Fault = fault;
        }

        reading.Statistics = source.Statistics;
        reading.HasSought = ((FfmpegFrameSource)source).HasSought;
        return reading;
    }

    /// <summary>Opens a source that cannot be opened.</summary>
    public static async Task<string> FaultOfAsync(string address, FrameSourceOptions? options = null)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var fault = await Assert.ThrowsAsync<SourceException>(async () =>
        {
            await using var source = FrameSources.Create(SourceAddress.Parse(address), options ?? new(), NullLogger.Instance);
            await source.OpenAsync(limit.Token);
        });
        Assert.DoesNotContain('\n', fault.Message);
        return fault.Message;
    }

    private void Add(SourceRead read, Action<Frame>? look)
    {
        if (read.Gap is { } gap)
        {
            Gaps.Add((Pictures.Count, gap));
            return;
        }

        using var frame = read.Frame!;
        look?.Invoke(frame);
        var gate = new byte[frame.Gate.Width * frame.Gate.Height];
        for (var y = 0; y < frame.Gate.Height; y++)
        {
            frame.Gate.Row(y).CopyTo(gate.AsSpan(y * frame.Gate.Width));
        }

        _checksums.Add(GateChecksum.Of(frame.Gate));
        Pictures.Add((frame.Number, frame.Pts, Hash(gate), Hash(frame.Bytes)));
    }

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexString(SHA256.HashData(bytes));
}
