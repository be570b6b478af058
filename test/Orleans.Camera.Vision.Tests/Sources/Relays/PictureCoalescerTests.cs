using System.Buffers.Binary;
using Orleans.Camera.Testing.Clocks;
using Orleans.Camera.Vision.Sources;
using Orleans.Camera.Vision.Sources.Relays;

namespace Orleans.Camera.Vision.Tests.Sources.Relays;

public class PictureCoalescerTests
{
    private const byte Pictures = 0;
    private const byte Reports = 1;
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(120);

    private readonly ManualClock _time = new();
    private bool _isWanted = true;

    [Theory]
    [InlineData(10, 2)]
    [InlineData(15, 2)]
    [InlineData(25, 3)]
    [InlineData(30, 4)]
    public void A_picture_waits_until_those_after_it_that_come_in_time_are_there(int framesPerSecond, int together)
    {
        var hold = HoldAt(framesPerSecond);

        Assert.Equal(together, 1 + Math.Floor(hold * framesPerSecond));
    }

    [Fact]
    public void No_picture_waits_longer_than_allowed_and_none_in_vain()
    {
        for (var framesPerSecond = 0.5; framesPerSecond < 120; framesPerSecond *= 1.07)
        {
            var (hold, interval) = (HoldAt(framesPerSecond), 1 / framesPerSecond);

            Assert.InRange(hold, 0, Longest.TotalSeconds);
            Assert.True(hold == 0 || hold > interval, $"{framesPerSecond} pictures a second: {hold} s");
            Assert.True(hold > 0 || interval > 0.8 * Longest.TotalSeconds, $"{framesPerSecond} pictures a second do not wait");
        }
    }

    [Fact]
    public void The_rest_of_a_picture_that_has_been_begun_does_not_wait()
    {
        var coalescer = Learnt(25);

        coalescer.Passed(Packet(Pictures, isLast: false));
        Assert.Equal(TimeSpan.Zero, coalescer.Hold);

        coalescer.Passed(Packet(Pictures, isLast: true));
        Assert.NotEqual(TimeSpan.Zero, coalescer.Hold);
    }

    [Fact]
    public void Reports_are_no_pictures()
    {
        var coalescer = Learnt(10);
        var before = coalescer.Hold;

        // The bit that marks a picture's end is set in the type of every report.
        for (var i = 0; i < 100; i++)
        {
            coalescer.Passed(Packet(Reports, isLast: true));
        }

        Assert.Equal(before, coalescer.Hold);
    }

    [Fact]
    public void Nothing_waits_while_the_machine_has_time()
    {
        var coalescer = Learnt(25);

        _isWanted = false;
        Assert.Equal(TimeSpan.Zero, coalescer.Hold);

        _isWanted = true;
        Assert.NotEqual(TimeSpan.Zero, coalescer.Hold);
    }

    [Fact]
    public void Pictures_that_come_together_count_as_many()
    {
        var coalescer = new PictureCoalescer(Options, _time);
        for (var i = 0; i < 50; i++)
        {
            byte[] three = [.. Packet(Pictures, isLast: true), .. Packet(Reports, isLast: true), .. Packet(Pictures, isLast: false), .. Packet(Pictures, isLast: true)];
            coalescer.Passed(three);
            _time.Advance(TimeSpan.FromMilliseconds(200));
        }

        Assert.Equal(HoldAt(10), coalescer.Hold.TotalSeconds, 0.001);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1.5)]
    public void A_time_out_of_range_is_refused(double seconds) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new FrameSourceOptions { Coalescing = new(TimeSpan.FromSeconds(seconds), () => true) }.Validate());

    private Coalescing Options => new(Longest, () => _isWanted);

    private double HoldAt(double framesPerSecond) => Learnt(framesPerSecond).Hold.TotalSeconds;

    private PictureCoalescer Learnt(double framesPerSecond)
    {
        var coalescer = new PictureCoalescer(Options, _time);
        for (var i = 0; i < 100; i++)
        {
            coalescer.Passed(Packet(Pictures, isLast: false));
            coalescer.Passed(Packet(Pictures, isLast: true));
            _time.Advance(TimeSpan.FromSeconds(1 / framesPerSecond));
        }

        return coalescer;
    }

    /// <summary>RFC 2326, section 10.12, around RFC 3550, section 5.1 or 6.4.1.</summary>
    private static byte[] Packet(byte channel, bool isLast)
    {
        var packet = new byte[4 + 40];
        (packet[0], packet[1]) = ((byte)'$', channel);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)(packet.Length - 4));
        packet[4] = 0x80;
        packet[5] = (byte)(channel == Reports ? 200 : isLast ? 0x80 | 96 : 96);
        return packet;
    }
}
