using Microsoft.Extensions.Logging;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Vision.Sources.Relays;

namespace Orleans.Camera.Vision.Sources;

/// <summary>A source that an FFmpeg child reads, one child and one thread per source.</summary>
internal sealed partial class FfmpegFrameSource(SourceAddress address, FrameSourceOptions options, ILogger logger)
    : IFrameSource, IOutageLog
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SourceSession? _session;
    private PictureFolder? _folder;
    private SourceRelay? _relay;

    public SourceStatistics Statistics => _session is { } session
        ? new SourceStatistics(session.Last.Number - session.NumbersBefore, session.Queue?.Dropped ?? 0, session.Reconnects)
        : default;

    /// <summary>The process number of the FFmpeg that runs now, or null.</summary>
    internal int? ChildId => _session?.ChildId;

    /// <summary>Whether reading began at a key frame in the middle, for tests.</summary>
    internal bool HasSought => _session is { HasSought: true };

    public async Task<SourceInfo> OpenAsync(CancellationToken cancellationToken)
    {
        if (_session is not null)
        {
            throw new InvalidOperationException("The source was opened before.");
        }

        var input = Check();
        _relay = SourceRelay.For(address, options);
        var session = _session = new SourceSession(address, options, _relay?.Input ?? input, _relay);
        new Thread(() => Read(session))
        {
            IsBackground = true,
            Name = "pictures of a source",
        }.Start();
        var info = await session.Opened.WaitAsync(cancellationToken).ConfigureAwait(false);
        LogOpened(info.Name, info.Layout.Source, info.FramesPerSecond);
        return info;
    }

    public ValueTask<SourceRead> ReadAsync(CancellationToken cancellationToken) =>
        _session?.Queue is { } queue ? queue.ReadAsync(cancellationToken) : throw new InvalidOperationException("The source is not open.");

    public async ValueTask DisposeAsync()
    {
        if (_session is { } session)
        {
            session.Stop();
            await _ended.Task.ConfigureAwait(false);
            session.Dispose();
        }

        if (_relay is { } relay)
        {
            await relay.DisposeAsync().ConfigureAwait(false);
        }

        _folder?.Dispose();
    }

    void IOutageLog.Lost(string reason, TimeSpan pause) => LogLost(address.Name, reason, pause.TotalSeconds);

    void IOutageLog.Restored(TimeSpan outage) => LogRestored(address.Name, outage.TotalSeconds);

    private void Read(SourceSession session)
    {
        try
        {
            ReadAll(session);
        }
        catch (SourceException exception)
        {
            session.End(gap: null, exception);
        }
#pragma warning disable CA1031 // Nothing may escape on a thread of our own; the reader is told.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            session.End(gap: null, session.IsStopped ? null : new SourceException($"{address.Name}: reading failed: {exception.Message}", exception));
        }
        finally
        {
            session.Abandon();
            _ended.SetResult();
        }
    }

    private void ReadAll(SourceSession session)
    {
        var run = new SourceOpening(session, IsLive).Open();
        if (session.IsStopped)
        {
            return;
        }

        var start = Whole(StartTime(run.Log));
        var isLive = IsLive(run.Log);
        session.Prepare(new SourceInfo
        {
            Name = address.Name,
            Layout = run.Layout,
            FramesPerSecond = run.Log.FramesPerSecond,
            IsLive = isLive,
            ExpectedPictures = _folder?.Count ?? Expected(run.Log),
            Identity = _folder?.Identity ?? SourceIdentity.Of(address),
            Start = start,
        });
        if (isLive)
        {
            var clock = new LiveClock(options.TimeProvider, options.TimeProvider.GetUtcNow() - start, options.After?.Pts);
            new LiveReading(session, clock, this).Run(run);
        }
        else
        {
            new RecordedReading(session, start, (next, status) => LogRestarted(address.Name, next, status)).Run(run);
        }
    }

    /// <summary>What can be said without FFmpeg is said without it.</summary>
    /// <returns>What FFmpeg opens, where no relay stands before it.</returns>
    private SourceInput Check()
    {
        var path = address.Kind is SourceKind.File or SourceKind.Folder ? options.Policy?.RealPath(address, address.Target) ?? address.Target : address.Target;
        switch (address.Kind)
        {
            case SourceKind.Folder:
                _folder = PictureFolder.Open(address, options.Policy);
                return new SourceInput(_folder.Pattern);
            case SourceKind.File when !File.Exists(path):
                throw SourceFault.NotFound(address, "there is no such file; check the path");
            case SourceKind.File when new FileInfo(path) is { Length: 0 } file && !file.Attributes.HasFlag(FileAttributes.Device):
                throw SourceFault.NotFound(address, "the file is empty; choose another one");
            case SourceKind.File:
                return new SourceInput("file:" + path);
            case SourceKind.Device when !File.Exists(path):
                throw SourceFault.NotFound(address, "there is no such device; plug it in, or choose another number (ls /dev/video*)");
            default:
                return new SourceInput(path);
        }
    }

    /// <summary>A playlist or file that says how long it is has an end.</summary>
    private bool IsLive(FfmpegLog log) =>
        address.Kind is SourceKind.Rtsp or SourceKind.Http or SourceKind.Device ||
        (address.Kind is SourceKind.Hls or SourceKind.HttpFile && log.Duration is null);

    private DateTimeOffset StartTime(FfmpegLog log) => options.StartTime ?? address.Kind switch
    {
        SourceKind.File => log.CreationTime ?? new DateTimeOffset(File.GetLastWriteTimeUtc(address.Target), TimeSpan.Zero),
        SourceKind.Folder => new DateTimeOffset(Directory.GetLastWriteTimeUtc(address.Target), TimeSpan.Zero),
        _ => options.TimeProvider.GetUtcNow(),
    };

    /// <summary>To the microsecond: stores keep no more of it, and whoever goes on with what was stored must get the same times.</summary>
    private static DateTimeOffset Whole(DateTimeOffset time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerMicrosecond), time.Offset);

    private static long? Expected(FfmpegLog log) =>
        log.Duration is { } duration && log.FramesPerSecond > 0 ? (long)Math.Round(duration.TotalSeconds * log.FramesPerSecond) : null;
}
