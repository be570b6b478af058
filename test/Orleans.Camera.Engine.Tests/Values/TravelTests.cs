using System.Collections.Immutable;
using System.Net;
using Orleans.Camera.Engine.Tests.Cluster;

namespace Orleans.Camera.Engine.Tests.Values;

/// <summary>The grain is on the other silo: everything goes through bytes, there and back.</summary>
[Collection("engine")]
public class TravelTests(SharedCluster shared)
{
    private readonly EngineCluster _cluster = shared.Cluster;

    public static TheoryData<object?> Plain() => new(
        null, true, (byte)200, -5, long.MinValue, 3.5f, -0.25, 1.10m, 'x', "", "Grüße",
        new Guid("00112233-4455-6677-8899-aabbccddeeff"), TimeSpan.FromTicks(12345),
        new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)),
        new DateOnly(2026, 1, 2), new TimeOnly(3, 4, 5), Level.High, new Uri("rtsp://camera/1?x=1"), new Version(1, 2, 3),
        IPAddress.Loopback, new IPEndPoint(IPAddress.Loopback, 80), new Point(0.5f, 0.25f), (1, "a"), Tuple.Create(1, "a"),
        new Positional(7, "seven"), KeyValuePair.Create("k", 1));

    public static TheoryData<object> Collections() => new(
        new byte[] { 1, 2, 3 }, new[] { 1, 2, 3 }, new[] { 0.5f, -1 }, new[] { true, false }, new[] { "a", null }, new List<int> { 1, 2 }, new HashSet<string> { "a" },
        new Queue<int>([1, 2]), new Dictionary<string, int> { ["a"] = 1 }, ImmutableArray.Create(1, 2),
        ImmutableList.Create("a"), ImmutableHashSet.Create(5), ImmutableDictionary<string, int>.Empty.Add("a", 1),
        new List<Point> { new(1, 2) }, new Dictionary<string, List<int>> { ["a"] = [1, 2] });

    [Fact]
    public async Task The_grain_of_these_tests_is_on_the_other_silo() =>
        Assert.Equal(_cluster.Address(1), await Remote("plain").GetSiloAsync());

    [Theory]
    [MemberData(nameof(Plain), DisableDiscoveryEnumeration = true)]
    public async Task A_value_arrives_equal_and_of_its_type(object? value)
    {
        var back = await Remote("plain").EchoAsync(value);

        Assert.Equal(value, back);
        Assert.Equal(value is IPAddress ? typeof(IPAddress) : value?.GetType(), back is IPAddress ? typeof(IPAddress) : back?.GetType());
    }

    [Theory]
    [MemberData(nameof(Collections), DisableDiscoveryEnumeration = true)]
    public async Task A_collection_arrives_equal_and_of_its_type(object value)
    {
        var back = await Remote("collections").EchoAsync(value);

        Assert.Equal(value.GetType(), back!.GetType());
        Assert.Equal((System.Collections.IEnumerable)value, (System.Collections.IEnumerable)back);
    }

    [Fact]
    public async Task A_read_only_memory_arrives_with_its_bytes()
    {
        var back = await Remote("memory").EchoAsync(new ReadOnlyMemory<byte>([1, 2, 3, 4], 1, 2));

        Assert.Equal([2, 3], ((ReadOnlyMemory<byte>)back!).ToArray());
    }

    [Fact]
    public async Task A_record_with_required_members_arrives_equal()
    {
        var sent = new Settings
        {
            Name = "lobby", Numbers = [1, 2], At = DateTimeOffset.UnixEpoch, Level = Level.High, Share = 0.5,
        };

        var back = (Settings)(await Remote("record").EchoAsync(sent))!;

        Assert.Equal(sent.Numbers.AsEnumerable(), back.Numbers);
        Assert.Equal(sent with { Numbers = back.Numbers }, back);
    }

    [Fact]
    public async Task Only_numbered_members_travel()
    {
        var back = (Mutable)(await Remote("numbered").EchoAsync(new Mutable { Number = 5, NotNumbered = 6 }))!;

        Assert.Equal((5, 0), (back.Number, back.NotNumbered));
    }

    [Fact]
    public async Task A_derived_class_keeps_its_type_and_the_members_of_its_base()
    {
        var back = (Derived)(await Remote("derived").EchoAsync(new Derived { Number = 5, Text = "t" }))!;

        Assert.Equal((5, "t"), (back.Number, back.Text));
    }

    [Fact]
    public async Task An_object_that_points_to_itself_arrives_so()
    {
        var sent = new Mutable { Number = 1 };
        sent.Next = sent;

        var back = (Mutable)(await Remote("cycle").EchoAsync(sent))!;

        Assert.NotSame(sent, back);
        Assert.Same(back, back.Next);
    }

    [Fact]
    public async Task A_reference_to_a_grain_can_be_passed_and_called()
    {
        var other = _cluster.Client(0).GetGrain<IEchoGrain>("the other");

        Assert.Equal("the other", await Remote("pass").GetNameThroughAsync(other));
    }

    [Fact]
    public async Task A_grain_gives_out_a_reference_to_itself_that_equals_any_other()
    {
        var grain = Remote("self");

        var self = await grain.GetSelfAsync();

        Assert.Equal(grain, self);
        Assert.Equal("self", self.GetPrimaryKeyString());
        Assert.Equal(grain.GetGrainId(), self.GetGrainId());
        Assert.Equal("self", await self.GetNameAsync());
    }

    private IEchoGrain Remote(string key) => _cluster.On<IEchoGrain>(1, key);
}
