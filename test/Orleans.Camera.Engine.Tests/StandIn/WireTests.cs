using Orleans.Camera.Engine.Tests.Values;
using Orleans.Serialization;

namespace Orleans.Camera.Engine.Tests.StandIn;

/// <summary>The stand-in's own bytes: what versions and attackers make of them.</summary>
public class WireTests
{
    private static readonly Codecs Codecs = new(new TypeNames([typeof(WireTests).Assembly, typeof(Grain).Assembly]));

    [Fact]
    public void A_member_that_the_reader_does_not_know_is_skipped_and_one_that_is_missing_keeps_its_default()
    {
        var shared = new NewInner { Number = 3 };
        var written = Codecs.ToBytes(new NewVersion { Name = "n", Added = shared, Last = shared, Text = "t" }, typeof(NewVersion));

        // The same bytes, read as the old version of the type: both have one shape up to the added member.
        var read = (OldVersion)Codecs.FromBytes(written, typeof(OldVersion))!;

        Assert.Equal(("n", "t", 7), (read.Name, read.Text, read.OnlyOld));
    }

    [Fact]
    public void Ten_thousand_damaged_messages_throw_and_do_no_other_harm()
    {
        var good = Codecs.ToBytes(
            new List<object?>
            {
                new Settings { Name = "lobby", Numbers = [1, 2, 3] }, new Dictionary<string, int> { ["a"] = 1 },
                new Mutable { Number = 1, Next = new Derived { Text = "x" } }, new[] { 1.5, 2.5 }, (1, "two"),
                new InvalidOperationException("outer", new Errors.CameraFaultException("c", 1)),
            },
            typeof(List<object?>));
        var random = new Random(20261121);
        var refused = 0;
        for (var i = 0; i < 10_000; i++)
        {
            var bad = good[..random.Next(1, good.Length + 1)];
            for (var changes = random.Next(4); changes >= 0; changes--)
            {
                bad[random.Next(bad.Length)] = (byte)random.Next(256);
            }

            try
            {
                Codecs.FromBytes(bad, typeof(List<object?>));
            }
            catch (SerializerException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 5_000, 10_000);
    }

    [Fact]
    public void A_type_that_nobody_marked_cannot_be_asked_for_by_name()
    {
        var bytes = new WireWriter(Codecs);
        bytes.Raw(WireMark.Typed);
        bytes.Text(typeof(System.Diagnostics.Process).FullName);

        Assert.Throws<SerializerException>(() => Codecs.FromBytes(bytes.Bytes, typeof(object)));
    }
}

[GenerateSerializer, Alias("engine-tests.OldVersion")]
public sealed class OldVersion
{
    [Id(0)]
    public string? Name { get; set; }

    [Id(3)]
    public string? Text { get; set; }

    [Id(9)]
    public int OnlyOld { get; set; } = 7;
}

[GenerateSerializer, Alias("engine-tests.NewVersion")]
public sealed class NewVersion
{
    [Id(0)]
    public string? Name { get; set; }

    [Id(1)]
    public NewInner? Added { get; set; }

    [Id(2)]
    public NewInner? Last { get; set; }

    [Id(3)]
    public string? Text { get; set; }
}

[GenerateSerializer]
public sealed class NewInner
{
    [Id(0)]
    public int Number { get; set; }
}
