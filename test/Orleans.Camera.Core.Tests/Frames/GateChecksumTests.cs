using Orleans.Camera.Core.Frames;

namespace Orleans.Camera.Core.Tests.Frames;

public class GateChecksumTests
{
    [Fact]
    public void The_check_value_of_the_standard_comes_out()
    {
        // Of "123456789", as every catalogue of checksums gives it for CRC-32C.
        Assert.Equal(0xE3069283u, GateChecksum.Of(new Plane("123456789"u8, 9, 1, 9)));
        Assert.Equal(0u, GateChecksum.Of(default));
    }

    [Fact]
    public void Any_plane_gives_what_going_bit_by_bit_gives()
    {
        var random = new Random(5);
        for (var i = 0; i < 500; i++)
        {
            var (width, height) = (random.Next(1, 70), random.Next(1, 9));
            var stride = width + random.Next(20);
            var pixels = new byte[stride * height];
            random.NextBytes(pixels);

            Assert.Equal(BitByBit(pixels, width, height, stride), GateChecksum.Of(new Plane(pixels, width, height, stride)));
        }
    }

    [Fact]
    public void Every_pixel_counts_and_nothing_beside_them()
    {
        var pixels = new byte[11 * 4];
        var before = GateChecksum.Of(new Plane(pixels, 9, 4, 11));
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] ^= 1;
            Assert.Equal(i % 11 >= 9, before == GateChecksum.Of(new Plane(pixels, 9, 4, 11)));
            pixels[i] ^= 1;
        }
    }

    private static uint BitByBit(byte[] pixels, int width, int height, int stride)
    {
        const uint Castagnoli = 0x82F63B78;
        var checksum = uint.MaxValue;
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                checksum ^= pixels[(y * stride) + x];
                for (var bit = 0; bit < 8; bit++)
                {
                    checksum = (checksum >> 1) ^ ((checksum & 1) * Castagnoli);
                }
            }
        }

        return ~checksum;
    }
}
