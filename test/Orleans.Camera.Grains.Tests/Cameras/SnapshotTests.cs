using Microsoft.Extensions.DependencyInjection;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Grains.Tests.Cluster;
using Orleans.Camera.Testing.Cameras;

namespace Orleans.Camera.Grains.Tests.Cameras;

public sealed class SnapshotTests : IPictureEncoder
{
    [Fact]
    public async Task Whoever_asks_for_a_picture_that_is_refused_is_told_why_by_an_exception_that_every_client_knows()
    {
        await using var cluster = await CameraCluster.StartAsync(1, silo => silo.Services.AddSingleton<IPictureEncoder>(this));
        cluster.Sources["s.mp4"] = order => new PlayedSource(Street.Pictures, order, (number, stop) =>
            number > 5 ? new ValueTask(Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop)) : ValueTask.CompletedTask);
        await cluster.Roster.AddAsync(Street.Definition("s"));
        var reason = "";

        await cluster.UntilAsync(async () =>
        {
            try
            {
                return await cluster.Grain("s").GetSnapshotAsync() is not null;
            }
            catch (CameraException exception)
            {
                reason = exception.Message;
                return true;
            }
        });

        Assert.Equal("No JPEG could be made of camera s's picture: ten wait.", reason);
    }

    Task<byte[]> IPictureEncoder.EncodeJpegAsync(Frame frame, CancellationToken cancellationToken) =>
        Task.FromException<byte[]>(new PictureRefusedException("ten wait."));
}
