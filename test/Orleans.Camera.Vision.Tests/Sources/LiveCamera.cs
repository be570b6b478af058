using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Vision.Sources;

namespace Orleans.Camera.Vision.Tests.Sources;

/// <summary>A live source under test: what it delivers, and what it says meanwhile.</summary>
internal sealed class LiveCamera : IAsyncDisposable, ILogger
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(40);

    private readonly CancellationTokenSource _limit = new(Longest);
    private readonly Channel<(int Event, string Line)> _lines = Channel.CreateUnbounded<(int, string)>();

    private LiveCamera(string address, FrameSourceOptions options) =>
        Source = (FfmpegFrameSource)FrameSources.Create(SourceAddress.Parse(address), options, this);

    public FfmpegFrameSource Source { get; }

    public SourceInfo Info { get; private set; } = null!;

    public List<(long Number, TimeSpan Pts, DateTimeOffset Time)> Pictures { get; } = [];

    public List<(int AfterPictures, Gap Gap)> Gaps { get; } = [];

    public static async Task<LiveCamera> OpenAsync(string address, FrameSourceOptions? options = null)
    {
        var camera = new LiveCamera(address, options ?? new());
        camera.Info = await camera.Source.OpenAsync(camera._limit.Token);
        return camera;
    }

    /// <summary>Reads until so many pictures have come in all.</summary>
    public Task ReadToAsync(int pictures) => ReadUntilAsync(() => Pictures.Count >= pictures);

    public async Task ReadUntilAsync(Func<bool> isEnough)
    {
        while (!isEnough())
        {
            var read = await Source.ReadAsync(_limit.Token);
            Assert.False(read.IsEnd);
            if (read.Gap is { } gap)
            {
                Gaps.Add((Pictures.Count, gap));
                continue;
            }

            using var frame = read.Frame!;
            Pictures.Add((frame.Number, frame.Pts, frame.Time));
        }
    }

    /// <summary>Waits, without reading, until so many pictures have been decoded.</summary>
    public async Task UntilArrivedAsync(long pictures)
    {
        while (Source.Statistics.Arrived < pictures)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, _limit.Token);
        }
    }

    /// <summary>Waits for the next line of this event.</summary>
    public async Task<string> WaitForLogAsync(int eventId)
    {
        await foreach (var (id, line) in _lines.Reader.ReadAllAsync(_limit.Token))
        {
            if (id == eventId)
            {
                return line;
            }
        }

        throw new InvalidOperationException();
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Writer.TryWrite((eventId.Id, formatter(state, exception)));

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        _limit.Dispose();
    }
}
