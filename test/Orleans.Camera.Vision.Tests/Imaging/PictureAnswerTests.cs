using System.Text;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Vision.Isolation;
using Orleans.Camera.Vision.Imaging;

namespace Orleans.Camera.Vision.Tests.Imaging;

/// <summary>What a process for picture work can write into shared memory, judged without one.</summary>
public class PictureAnswerTests
{
    private static readonly RingShape _shape = new(Slots: 1, AnswerBytes: 8192, PictureBytes: 64);
    private static readonly PictureSize _size = new(320, 200);

    /// <summary>By the standard: start, a segment that is skipped, the frame's header, a scan, end.</summary>
    private static readonly byte[] _jpeg =
        [0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc0, 0, 11, 8, 0, 200, 1, 64, 1, 1, 0x11, 0, 0xff, 0xda, 0, 2, 9, 9, 0xff, 0xd9];

    [Fact]
    public void A_JPEG_of_the_size_that_was_asked_for_is_taken()
    {
        var slot = Slot(_jpeg, AnswerStatus.Done, _jpeg.Length);

        Assert.Equal(_jpeg, PictureAnswer.Read(slot, new PictureOrder(PictureTask.ColourJpeg, _size)));
    }

    [Theory]
    [InlineData(-1, "-1 bytes")]
    [InlineData(0, "0 bytes")]
    [InlineData(int.MaxValue, "2147483647 bytes")]
    [InlineData(8193, "8193 bytes")]
    [InlineData(28, "something else than a JPEG of 320x200")]
    public void A_length_that_makes_no_sense_is_told(int length, string what) =>
        Assert.Contains(what, Fault(_jpeg, AnswerStatus.Done, length, new PictureOrder(PictureTask.GreyJpeg, _size)), StringComparison.Ordinal);

    [Fact]
    public void A_JPEG_of_another_size_is_refused() => Assert.Contains(
        "something else", Fault(_jpeg, AnswerStatus.Done, _jpeg.Length, new PictureOrder(PictureTask.ColourJpeg, new(321, 200))), StringComparison.Ordinal);

    [Fact]
    public void A_resized_picture_of_another_length_is_refused() => Assert.Contains(
        "24 bytes where a picture of 8x4 has 48", Fault(new byte[24], AnswerStatus.Done, 24, new PictureOrder(PictureTask.Resize, _size, new(8, 4))), StringComparison.Ordinal);

    [Theory]
    [InlineData(0)]
    [InlineData(77)]
    public void No_answer_is_told(int status) =>
        Assert.Contains("no answer", Fault(_jpeg, (AnswerStatus)status, _jpeg.Length, new PictureOrder(PictureTask.ColourJpeg, _size)), StringComparison.Ordinal);

    [Fact]
    public void A_fault_comes_as_one_line_that_steers_nothing()
    {
        var text = "no\u001b[2Jroom\n"u8.ToArray();

        var fault = Fault(text, AnswerStatus.Refused, text.Length, new PictureOrder(PictureTask.ColourJpeg, _size));

        Assert.Contains("no [2Jroom", fault, StringComparison.Ordinal);
        Assert.DoesNotContain(fault, char.IsControl);
    }

    [Fact]
    public void A_hundred_thousand_damaged_JPEGs_have_a_size_or_none_and_nothing_else_happens()
    {
        var random = new Random(21);
        var (some, none) = (0, 0);
        for (var round = 0; round < 100_000; round++)
        {
            var size = JpegHeader.SizeOf(Mutation.Of(_jpeg, random));
            (some, none) = size is null ? (some, none + 1) : (some + 1, none);
            Assert.InRange(size?.Width ?? 0, 0, ushort.MaxValue);
        }

        Assert.True(some > 1000 && none > 1000, $"{some} and {none} prove little");
    }

    private static string Fault(byte[] answer, AnswerStatus status, int count, PictureOrder order)
    {
        try
        {
            return Encoding.UTF8.GetString(PictureAnswer.Read(Slot(answer, status, count), order));
        }
        catch (IOException fault)
        {
            return fault.Message;
        }
    }

    private static RingSlot Slot(byte[] answer, AnswerStatus status, int count)
    {
        var slot = _shape.Slot(new byte[_shape.SlotBytes]);
        answer.CopyTo(slot.Answer);
        slot.Header = new AnswerHeader(status, count);
        return slot;
    }
}
