using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Testing.Processes;
using Orleans.Camera.Vision.Sources.Nut;

namespace Orleans.Camera.Vision.Tests.Sources;

public class NutReaderTests
{
    [Theory]
    [InlineData(1, 1, 300)]
    [InlineData(64, 64, 60)]
    [InlineData(64, 65, 60)]
    [InlineData(500, 300, 12)]
    public async Task Pictures_and_times_are_those_that_ffmpeg_wrote(int width, int height, int count)
    {
        string[] source = ["-v", "error", "-f", "lavfi", "-i", $"testsrc2=s=600x400:r=10,format=gray,crop={width}:{height}:exact=1", "-frames:v", $"{count}"];
        var raw = await ProgramRun.OfAsync("ffmpeg", [.. source, "-f", "rawvideo", "-pix_fmt", "gray", "-"]);
        var nut = await ProgramRun.OfAsync(
            "ffmpeg", [.. source, "-vf", "setpts=N*N*4096", "-fps_mode", "passthrough", "-enc_time_base", "1:1000000", "-c:v", "rawvideo", "-pix_fmt", "gray", "-f", "nut", "-write_index", "0", "-"]);
        Assert.Equal(("", ""), (raw.Error, nut.Error));
        var reader = new NutReader(new Bytes(nut.Output, largestRead: 1000));

        reader.ReadHeaders();

        Assert.Equal(new PictureSize(width, height), reader.Size);
        var pixels = new byte[width * height];
        for (var i = 0; i < count; i++)
        {
            Assert.True(reader.TryReadPicture(out var pts));
            reader.ReadPixels(pixels);
            Assert.Equal(i * i * 4096L * 100_000, pts);
            Assert.True(pixels.AsSpan().SequenceEqual(raw.Output.AsSpan(i * pixels.Length, pixels.Length)));
        }

        Assert.False(reader.TryReadPicture(out _));
    }

    [Fact]
    public async Task A_hundred_thousand_damaged_streams_give_pictures_or_a_clear_fault()
    {
        var streams = new List<byte[]>();
        foreach (var size in new[] { "2x2", "16x8", "80x60" })
        {
            var run = await ProgramRun.OfAsync(
                "ffmpeg", ["-v", "error", "-f", "lavfi", "-i", $"testsrc2=s={size}:r=10", "-frames:v", "6", "-c:v", "rawvideo", "-pix_fmt", "gray", "-f", "nut", "-write_index", "0", "-"]);
            streams.Add(run.Output);
        }

        var random = new Random(20260101);
        var (read, damaged) = (0, 0);
        for (var i = 0; i < 100_000; i++)
        {
            var stream = Mutate(streams[i % streams.Count], random);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read += ReadAll(stream);
            }
            catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
            {
                damaged++;
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 400_000);
        }

        // Both must be common, or the mutations say nothing.
        Assert.InRange(read, 50_000, 600_000);
        Assert.InRange(damaged, 20_000, 90_000);
    }

    private static int ReadAll(byte[] stream)
    {
        var reader = new NutReader(new Bytes(stream, stream.Length));
        reader.ReadHeaders();
        if (reader.Size.Area > 100_000)
        {
            throw new InvalidDataException("Nobody would rent such a picture.");
        }

        var pixels = new byte[reader.Size.Area];
        var pictures = 0;
        for (; reader.TryReadPicture(out _); pictures++)
        {
            reader.ReadPixels(pixels);
        }

        return pictures;
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        var stream = original.ToArray();
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            // Mostly in the headers, which come first and decide everything.
            var place = random.Next(random.Next(4) == 0 ? stream.Length : Math.Min(400, stream.Length));
            switch (random.Next(5))
            {
                case 0:
                    stream[place] = (byte)random.Next(256);
                    break;
                case 1:
                    stream[place] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    stream.AsSpan(place, Math.Min(random.Next(1, 12), stream.Length - place)).Fill(0xFF);
                    break;
                case 3:
                    stream = [.. stream.AsSpan(0, place), .. stream.AsSpan(Math.Min(stream.Length, place + random.Next(1, 20)))];
                    break;
                default:
                    stream = [.. stream.AsSpan(0, place), .. stream.AsSpan(random.Next(stream.Length))];
                    break;
            }

            if (stream.Length == 0)
            {
                return stream;
            }
        }

        return stream;
    }

    private sealed class Bytes(byte[] bytes, int largestRead) : INutInput
    {
        private int _position;

        public int Read(Span<byte> buffer)
        {
            var count = Math.Min(Math.Min(buffer.Length, largestRead), bytes.Length - _position);
            bytes.AsSpan(_position, count).CopyTo(buffer);
            _position += count;
            return count;
        }
    }
}
