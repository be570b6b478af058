using System.Runtime.InteropServices;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Testing.Clocks;
using Orleans.Camera.Vision.Isolation;

namespace Orleans.Camera.Vision.Tests.Isolation;

/// <summary>What a child can write into shared memory and pipes, judged without one.</summary>
public class HostileAnswerTests
{
    private const int Labels = 7;
    private const int Most = 20;
    private static readonly RingShape _shape = new(Slots: 1, BoxAnswer.RoomFor(Most), PictureBytes: 64);

    [Fact]
    public void A_hundred_thousand_damaged_answers_are_read_as_good_boxes_or_refused()
    {
        var random = new Random(11);
        var (good, refused) = (0, 0);
        var memory = new byte[_shape.SlotBytes];
        var found = new List<Detection>();
        for (var round = 0; round < 100_000; round++)
        {
            Damage(memory, random);
            found.Clear();
            found.Add(new Detection(new Box(0, 0, 1, 1), 1, 0.5f));
            try
            {
                BoxAnswer.Read(_shape.Slot(memory), "tiny", Labels, Most, found);
                good++;
            }
            catch (ModelException fault)
            {
                Assert.DoesNotContain(fault.Message, char.IsControl);
                Assert.Single(found);
                refused++;
            }

            Assert.InRange(found.Count, 1, 1 + Most);
            Assert.All(found, one =>
            {
                Assert.InRange(one.Label, 0, Labels - 1);
                Assert.InRange(one.Score, 0, 1);
                Assert.True(one.Box is { Left: > -1.1f, Top: > -1.1f, Right: < 2.1f, Bottom: < 2.1f } && one.Box.Right > one.Box.Left && one.Box.Bottom > one.Box.Top);
            });
        }

        Assert.True(good > 1000 && refused > 1000, $"{good} good ones and {refused} refused ones prove little");
    }

    [Theory]
    [InlineData(float.NaN, 0, 1, 1, 0, 0.5f, "no place")]
    [InlineData(0, 0, float.PositiveInfinity, 1, 0, 0.5f, "no place")]
    [InlineData(0.5f, 0, 0.4f, 1, 0, 0.5f, "no place")]
    [InlineData(40, 40, 41, 41, 0, 0.5f, "no place")]
    [InlineData(0, 0, 1, 1, Labels, 0.5f, "label")]
    [InlineData(0, 0, 1, 1, -1, 0.5f, "label")]
    [InlineData(0, 0, 1, 1, 0, float.NaN, "score")]
    [InlineData(0, 0, 1, 1, 0, 1.5f, "score")]
    public void A_box_that_makes_no_sense_is_told_with_the_model(float left, float top, float right, float bottom, int label, float score, string what)
    {
        var memory = new byte[_shape.SlotBytes];
        BoxAnswer.Write(_shape.Slot(memory), [new(new Box(0, 0, 1, 1), 0, 1), new(new Box(left, top, right, bottom), label, score)]);
        var found = new List<Detection>();

        var fault = Assert.Throws<ModelException>(() => BoxAnswer.Read(_shape.Slot(memory), "tiny", Labels, Most, found));

        Assert.Contains("'tiny'", fault.Message, StringComparison.Ordinal);
        Assert.Contains(what, fault.Message, StringComparison.Ordinal);
        Assert.Empty(found);
    }

    [Theory]
    [InlineData(10_000_000)]
    [InlineData(Most + 1)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void A_number_of_boxes_that_is_not_there_is_never_read(int count)
    {
        var slot = _shape.Slot(new byte[_shape.SlotBytes]);
        slot.Header = new AnswerHeader(AnswerStatus.Done, count);

        var fault = Fault(slot);

        Assert.Contains($"{count} boxes", fault, StringComparison.Ordinal);

        static string Fault(RingSlot slot)
        {
            try
            {
                BoxAnswer.Read(slot, "tiny", Labels, Most, []);
                return "none";
            }
            catch (ModelException fault)
            {
                return fault.Message;
            }
        }
    }

    [Fact]
    public async Task A_hundred_thousand_random_doorbells_answer_only_what_was_asked()
    {
        var random = new Random(12);
        using var table = new SlotTable(4, new ManualClock());
        for (var round = 0; round < 1000; round++)
        {
            var call = await table.RentAsync(CancellationToken.None);
            table.Begin(call);
            var told = call.Task;
            var asked = new Doorbell(call.Slot, call.Sequence);
            for (var bell = 0; bell < 100; bell++)
            {
                var any = new Doorbell(random.Next(4) == 0 ? random.Next(-2, 6) : random.Next(int.MinValue, int.MaxValue), random.Next(3) == 0 ? asked.Sequence : (uint)random.Next());
                Assert.Equal(any == asked && !told.IsCompleted, table.Answer(any));
            }

            Assert.Equal(!told.IsCompleted, table.Answer(asked));
            await told;
            table.Return(call);
        }
    }

    [Fact]
    public void A_damaged_greeting_is_read_or_refused_and_never_more_than_that()
    {
        var random = new Random(13);
        var seed = new WorkerGreeting(null, ["person", "car"], new PictureSize(64, 64), default, "on the CPU").Write();
        var refused = 0;
        for (var round = 0; round < 100_000; round++)
        {
            var stream = new MemoryStream(Mutation.Of(seed, random));
            try
            {
                var greeting = WorkerGreeting.Read(bytes => stream.Read(bytes.Span));
                Assert.True(greeting.Labels.Count <= 10_000);
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.True(refused > 1000);
    }

    private static void Damage(byte[] memory, Random random)
    {
        var boxes = new List<Detection>();
        for (var i = random.Next(Most + 1); i > 0; i--)
        {
            var (x, y) = (random.NextSingle(), random.NextSingle());
            boxes.Add(new Detection(new Box(x, y, x + 0.2f, y + 0.1f), random.Next(Labels), random.NextSingle()));
        }

        var slot = _shape.Slot(memory);
        BoxAnswer.Write(slot, boxes);
        switch (random.Next(4))
        {
            case 0:
                slot.Header = new AnswerHeader((AnswerStatus)random.Next(4), random.Next(-2, Most + 3));
                break;
            case 1:
                slot.Header = MemoryMarshal.Read<AnswerHeader>(Bytes(random, 8));
                break;
            case 2:
                Bytes(random, random.Next(64)).CopyTo(slot.Answer[random.Next(slot.Answer.Length - 64)..]);
                break;
        }
    }

    private static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
