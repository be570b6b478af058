using Microsoft.Extensions.DependencyInjection;
using Orleans.Camera.Engine.Tests.Cluster;

namespace Orleans.Camera.Engine.Tests.Calls;

public sealed class FilterTests : IAsyncLifetime
{
    private EngineCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await EngineCluster.StartAsync(1, silo =>
    {
        silo.AddIncomingGrainCallFilter(async context =>
        {
            var journal = context.TargetContext.ActivationServices.GetRequiredService<Journal>();
            if (context.InterfaceName.Contains("ICallGrain", StringComparison.Ordinal))
            {
                var key = context.TargetId.Key.ToString();
                journal.Write(key, $"in {context.ImplementationMethod.DeclaringType!.Name}.{context.MethodName}");
                if (key == "forbidden")
                {
                    throw new UnauthorizedAccessException("The filter says no.");
                }

                await context.Invoke();
                context.Result = context.Result is int sum ? sum * 10 : context.Result;
                return;
            }

            await context.Invoke();
        });
        silo.AddOutgoingGrainCallFilter(async context =>
        {
            if (context.MethodName == nameof(ICallGrain.AddAsync))
            {
                RequestContext.Set("from filter", "set on the way out");
                context.Request.SetArgument(0, (int)context.Request.GetArgument(0)! + 1);
            }

            await context.Invoke();
        });
    });

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Filters_run_around_a_call_in_order_and_may_change_arguments_and_result()
    {
        var result = await _cluster.Client(0).GetGrain<ICallGrain>("filtered").AddAsync(1, 2);

        Assert.Equal((1 + 1 + 2) * 10, result);
        Assert.Equal(["in CallGrain.AddAsync", "grain before", "grain after 4"], _cluster.Journal.Of("filtered"));
    }

    [Fact]
    public async Task A_filter_that_throws_stops_the_call()
    {
        await Assert.ThrowsAsync<UnauthorizedAccessException>(
            () => _cluster.Client(0).GetGrain<ICallGrain>("forbidden").AddAsync(1, 2));

        Assert.Equal(["in CallGrain.AddAsync"], _cluster.Journal.Of("forbidden"));
    }
}
