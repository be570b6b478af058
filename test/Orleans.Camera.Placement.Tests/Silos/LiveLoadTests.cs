using Orleans.Camera.Abstractions;
using Orleans.Camera.Placement.Silos;

namespace Orleans.Camera.Placement.Tests.Silos;

public class LiveLoadTests
{
    [Theory]
    [InlineData(0.2, 60, "cpu", 0.6)]
    [InlineData(0.7, 60, "cpu", 0.7)]
    [InlineData(0.7, 60, "gpu0", 0.9)]
    [InlineData(0.95, 60, "gpu0", 0.95)]
    [InlineData(0.7, 60, "gpu1", 0.7)]
    public void A_device_is_as_busy_as_the_busiest_of_what_a_slot_on_it_needs(double cpu, long memory, string device, double expected) =>
        Assert.Equal(expected, LiveLoad.BusyOf(Load(cpu, memory), device));

    [Fact]
    public void What_nobody_measured_is_unknown_and_not_idle()
    {
        Assert.Null(LiveLoad.BusyOf(null, "cpu"));
        Assert.Null(LiveLoad.BusyOf(Load(null, null), "cpu"));
        Assert.Equal(0.9, LiveLoad.BusyOf(Load(null, null), "gpu0"));
    }

    [Fact]
    public void Two_slots_overlap_only_where_a_quarter_of_all_memory_that_they_need_is_free()
    {
        Assert.True(LiveLoad.MayOverlap(Load(0.9, 75), "cpu"));
        Assert.False(LiveLoad.MayOverlap(Load(0.1, 76), "cpu"));
        Assert.False(LiveLoad.MayOverlap(Load(0.1, null), "cpu"));
        Assert.False(LiveLoad.MayOverlap(null, "cpu"));
        Assert.False(LiveLoad.MayOverlap(Load(0.1, 10), "gpu0"));
        Assert.True(LiveLoad.MayOverlap(Load(0.1, 10), "gpu1"));
        Assert.False(LiveLoad.MayOverlap(Load(0.1, 10), "gpu2"));
    }

    private static SiloLoad Load(double? cpu, long? memory) => new(
        "north", default, cpu, 4, memory, memory is null ? null : 100, null, null, null, null, null, null, 0, 0,
        [new GpuLoad("gpu0", "T4", 0.3, 90, 100, 50), new GpuLoad("gpu1", "T4", 0.3, 20, 100, 50)], []);
}
