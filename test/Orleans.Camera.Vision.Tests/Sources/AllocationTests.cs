using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Camera.Testing.Servers;
using Orleans.Camera.Vision.Sources;

namespace Orleans.Camera.Vision.Tests.Sources;

/// <summary>Counts what the whole process allocates.</summary>
[Collection(nameof(Alone))]
public class AllocationTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_picture_costs_next_to_no_memory(bool withPicture)
    {
        var options = new FrameSourceOptions { Picture = withPicture ? ColourPicture.Native : ColourPicture.None };

        // The test framework's own context would allocate for every continuation; a pipeline has none.
        // Debug builds allocate the state machine of every asynchronous call.
        Assert.InRange(await Task.Run(() => MeasureAsync(options)), 0, 1024);
    }

    private static async Task<double> MeasureAsync(FrameSourceOptions options)
    {
        await using var source = FrameSources.Create(SourceAddress.Parse(Clips.H264(pictures: 1200)), options, NullLogger.Instance);
        await source.OpenAsync(CancellationToken.None);
        await ReadAsync(200);

        // As many frames as can ever be under way exist once the queue was full while one is in the source's hand.
        while (source.Statistics.Arrived < 200 + options.BufferedPictures + 1)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }

        var before = GC.GetTotalAllocatedBytes(precise: true);
        await ReadAsync(900);
        return (GC.GetTotalAllocatedBytes(precise: true) - before) / 900.0;

        async Task ReadAsync(int pictures)
        {
            for (var i = 0; i < pictures; i++)
            {
                (await source.ReadAsync(CancellationToken.None)).Frame!.Dispose();
            }
        }
    }
}
