using Orleans.Camera.Engine.Tests.Cluster;
using Orleans.Serialization;

namespace Orleans.Camera.Engine.Tests.Values;

/// <summary>Grain and caller share a silo here, and still share no object.</summary>
[Collection("engine")]
public class CopyTests(SharedCluster shared)
{
    private readonly EngineCluster _cluster = shared.Cluster;

    [Fact]
    public async Task An_argument_is_copied_on_one_silo_too()
    {
        var sent = new Mutable();
        EchoGrain.Sent = sent;

        Assert.False(await Grain("copy").IsSameAsync(sent));
    }

    [Fact]
    public async Task An_immutable_parameter_and_an_immutable_type_are_not_copied()
    {
        var parameter = new Mutable();
        EchoGrain.Sent = parameter;
        Assert.True(await Grain("immutable").IsSameImmutableParameterAsync(parameter));

        var frozen = new Frozen();
        EchoGrain.Sent = frozen;
        Assert.True(await Grain("immutable").IsSameImmutableTypeAsync(frozen));
    }

    [Fact]
    public async Task A_result_is_copied_so_that_the_caller_cannot_change_the_grain()
    {
        var grain = Grain("result");

        var result = await grain.KeepAndReturnAsync();
        result.Number = 99;

        Assert.Equal(1, await grain.GetKeptAsync());
    }

    [Fact]
    public async Task An_object_that_is_passed_twice_arrives_as_one()
    {
        var value = new Mutable();

        Assert.True(await Grain("twice").AreOneAsync(value, value));
        Assert.False(await Grain("twice").AreOneAsync(value, new Mutable()));
    }

    [Fact]
    public async Task One_parameter_that_may_not_travel_makes_the_whole_interface_unusable()
    {
        var failure = await Assert.ThrowsAnyAsync<SerializerException>(
            () => _cluster.Client(0).GetGrain<IUnmarkedGrain>("unmarked").GetOneAsync());

        Assert.Contains(nameof(Unmarked), failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_without_GenerateSerializer_does_not_travel_as_object_either()
    {
        var failure = await Assert.ThrowsAnyAsync<SerializerException>(() => Grain("unmarked").EchoAsync(new Unmarked()));

        Assert.Contains(nameof(Unmarked), failure.Message, StringComparison.Ordinal);
    }

    private IEchoGrain Grain(string key) => _cluster.Client(0).GetGrain<IEchoGrain>($"copy {key}");
}
