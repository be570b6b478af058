using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Benchmarks.Detecting;

/// <summary>Pictures to look at, of which it is of no interest what they show.</summary>
internal static class BenchPictures
{
    /// <summary>A few pictures of coloured stripes and noise.</summary>
    public static Frame[] Of(PictureSize size)
    {
        var random = new Random(1);
        var pool = new FramePool(new FrameLayout(size, default, size));
        return [.. Enumerable.Range(0, 4).Select(number =>
        {
            var frame = pool.Rent();
            frame.Stamp(number + 1, TimeSpan.Zero, DateTimeOffset.UnixEpoch);
            for (var i = 0; i < frame.Bytes.Length; i++)
            {
                frame.Bytes[i] = (byte)(60 + (((i / 16) + number) % 9 * 12) + random.Next(12));
            }

            return frame;
        })];
    }
}
