using Orleans.Camera.Engine.Tests.Cluster;

namespace Orleans.Camera.Engine.Tests.Errors;

[Collection("engine")]
public class ExceptionTests(SharedCluster shared)
{
    private readonly EngineCluster _cluster = shared.Cluster;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task An_exception_of_the_base_class_library_keeps_its_type_and_message(int silo)
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => Grain(silo).ThrowAsync("invalid"));
        Assert.Equal("message", failure.Message);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Grain(silo).ThrowAsync("argument"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task An_inner_exception_comes_along(int silo)
    {
        var failure = await Assert.ThrowsAsync<IOException>(() => Grain(silo).ThrowAsync("inner"));

        Assert.Equal("inner", Assert.IsType<TimeoutException>(failure.InnerException).Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task An_exception_of_ours_keeps_type_message_and_numbered_members(int silo)
    {
        var failure = await Assert.ThrowsAsync<CameraFaultException>(() => Grain(silo).ThrowAsync("own"));

        Assert.Equal(("lobby", 7, "Camera lobby failed with 7."), (failure.Camera, failure.Code, failure.Message));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task The_stack_of_the_grain_comes_along(int silo)
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => Grain(silo).ThrowAsync("invalid"));

        Assert.Contains(nameof(FaultGrain.ThrowAsync), failure.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_without_GenerateSerializer_still_fails_the_call_and_tells_its_name()
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => Grain(1).ThrowAsync("unmarked"));

        Assert.IsNotType<TimeoutException>(failure);
        Assert.Contains(nameof(UnmarkedException), failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_method_that_throws_before_its_first_await_fails_the_call_like_any_other()
    {
        var call = Grain(0).ThrowSynchronouslyAsync();

        Assert.Equal("at once", (await Assert.ThrowsAsync<InvalidOperationException>(() => call)).Message);
    }

    private IFaultGrain Grain(int silo) => _cluster.On<IFaultGrain>(silo, $"fault {silo}");
}
