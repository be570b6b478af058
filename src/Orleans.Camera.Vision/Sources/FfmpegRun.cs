using System.ComponentModel;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Vision.Processes;
using Orleans.Camera.Vision.Sources.Nut;

namespace Orleans.Camera.Vision.Sources;

/// <summary>One life of the FFmpeg child of a source: from its start to its end.</summary>
internal sealed class FfmpegRun : IDisposable
{
    private const int PipeBytes = 1 << 20;

    /// <summary>
    /// How much a decoder gives way to this process, which relays and counts pictures and answers other silos: short work, that
    /// on a full machine must not wait behind decoders.
    /// </summary>
    private const int Niceness = 5;

    private readonly SourceAddress _address;
    private readonly int _unitsPerSecond;
    private readonly ChildProcess _child;
    private readonly ChildOutput _output;
    private readonly NutReader _reader;
    private readonly FrameLayout? _layout;
    private readonly bool _isProbe;
    private long _decoded;
    private long _before;

    private FfmpegRun(SourceAddress address, FrameSourceOptions options, RunStart start, SourceInput input, FrameLayout? layout)
    {
        _address = address;
        _unitsPerSecond = FfmpegArguments.UnitsPerSecond(address.Kind);
        _layout = layout;
        _decoded = start.First - 1;
        _isProbe = start.IsProbe;
        Log = new FfmpegLog(address);
        var streams = ChildStreams.Output | ChildStreams.Error |
            (address.Kind == SourceKind.StandardInput ? ChildStreams.InheritInput : ChildStreams.None);
        _child = ChildProcess.Start(options.Ffmpeg, FfmpegArguments.Build(address, input, options, start, layout), streams, yields: Niceness);
        Pipes.Enlarge(_child.Output!, PipeBytes);
        _output = new ChildOutput(_child, Log, options.TimeProvider);
        _reader = new NutReader(_output);
    }

    public FfmpegLog Log { get; }

    public int ProcessId => _child.Id;

    /// <summary>How the pictures lie in their buffers; known when <see cref="ReadHeaders"/> has returned.</summary>
    public FrameLayout Layout { get; private set; } = new(default, default);

    /// <param name="address">The source.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="input">What FFmpeg is given to open.</param>
    /// <param name="layout">The layout that the pictures must have, or null where the source decides.</param>
    /// <exception cref="SourceException">FFmpeg cannot be started.</exception>
    public static FfmpegRun Start(SourceAddress address, FrameSourceOptions options, RunStart start, SourceInput input, FrameLayout? layout)
    {
        try
        {
            return new FfmpegRun(address, options, start, input, layout);
        }
        catch (Win32Exception exception)
        {
            throw new SourceException($"{address.Name}: cannot start FFmpeg ({exception.Message}); install the packages ffmpeg and util-linux.", exception);
        }
    }

    /// <summary>Waiting ends after this time from now; see <see cref="ChildOutput.AllowFor"/>.</summary>
    public void AllowFor(TimeSpan limit, bool isPatient = false) => _output.AllowFor(limit, isPatient);

    /// <summary>Reads the stream's headers and learns the sizes.</summary>
    /// <exception cref="EndOfStreamException">The child ended before.</exception>
    /// <exception cref="TimeoutException">The time allowed is over.</exception>
    public void ReadHeaders()
    {
        _reader.ReadHeaders();
        _output.CatchUpWithLog();
        if (Log.Gate.IsEmpty)
        {
            throw new SourceException($"{_address.Name}: FFmpeg does not say how large the pictures are; version 5.1 or later is needed.");
        }

        Layout = _layout ?? new FrameLayout(Log.Source, Log.Gate, Log.Picture);
        if (_reader.Size != new PictureSize(Layout.Stride, Layout.Rows))
        {
            throw new SourceException($"{_address.Name}: FFmpeg sends pictures of {_reader.Size}, not {Layout.Stride}x{Layout.Rows}; version 5.1 or later is needed.");
        }
    }

    /// <summary>Reads the next picture.</summary>
    /// <param name="frame">Receives the pixels.</param>
    /// <param name="ordinal">Its number among all pictures decoded in this run, from 1; see <see cref="CountFrom"/>.</param>
    /// <param name="pts">Its time from the first picture of this run, or of the source where decoding began elsewhere.</param>
    /// <returns>False at the end; what is left of a picture that breaks off is no picture.</returns>
    public bool TryRead(Frame frame, out long ordinal, out TimeSpan pts)
    {
        (ordinal, pts) = (0, default);
        try
        {
            if (!_reader.TryReadPicture(out var stamp))
            {
                return false;
            }

            _reader.ReadPixels(frame.Bytes);
            if (_isProbe)
            {
                pts = TimeSpan.FromMicroseconds(stamp);
                return true;
            }

            // The number after the last one whose low part is this.
            var low = stamp % FilterGraph.OrdinalRange;
            _decoded += 1 + ((low - _decoded % FilterGraph.OrdinalRange + FilterGraph.OrdinalRange) % FilterGraph.OrdinalRange);
            ordinal = _before + _decoded;
            pts = new TimeSpan(stamp / FilterGraph.OrdinalRange * (TimeSpan.TicksPerSecond / _unitsPerSecond));
            return true;
        }
        catch (EndOfStreamException)
        {
            return false;
        }
    }

    /// <summary>Says which number the picture read last has, where decoding did not begin at the beginning.</summary>
    public void CountFrom(long ordinal) => _before = ordinal - _decoded;

    /// <summary>How many pictures the child has finished that were not read, about.</summary>
    public int PicturesWaiting => (_output.Waiting + _reader.Waiting) / Math.Max(1, Layout.ByteLength);

    public void CatchUpWithLog() => _output.CatchUpWithLog();

    /// <summary>Ends the child and reads what it said last.</summary>
    /// <returns>Its exit status.</returns>
    public int Finish()
    {
        // After the end of its output a child has nothing left to do but to leave.
        var status = _child.WaitForExit(TimeSpan.FromSeconds(2));
        _child.Kill();
        _output.ReadLogToEnd();
        return status ?? _child.WaitForExit(Timeout.InfiniteTimeSpan) ?? -1;
    }

    /// <summary>Ends the child at once, from any thread; who waits for its bytes sees their end.</summary>
    public void Kill() => _child.Kill();

    public void Dispose() => _child.Dispose();
}
