using Orleans.Camera.Vision.Processes;
using Orleans.Camera.Vision.Sources.Nut;

namespace Orleans.Camera.Vision.Sources;

/// <summary>
/// What a child writes: pictures on its standard output and, on the same thread and in order, its log on standard error.
/// </summary>
/// <remarks>
/// The log is always read first. So what FFmpeg said before it wrote a picture is known when that picture is read.
/// </remarks>
internal sealed class ChildOutput(ChildProcess child, FfmpegLog log, TimeProvider time) : INutInput
{
    private readonly byte[] _logBytes = new byte[4096];
    private bool _logHasEnded;
    private long _deadline = long.MaxValue;
    private bool _isPatient;

    /// <summary>How many bytes the child has written that were not read.</summary>
    public int Waiting => Pipes.Waiting(child.Output!);

    /// <summary>From now on, waiting for bytes ends after this time. It does not begin again with each byte.</summary>
    /// <param name="limit">How long.</param>
    /// <param name="isPatient">
    /// Whether bytes that are there when the time is over are read all the same: it may be this process that was stopped.
    /// </param>
    public void AllowFor(TimeSpan limit, bool isPatient = false)
    {
        _deadline = time.GetTimestamp() + (long)(limit.TotalSeconds * time.TimestampFrequency);
        _isPatient = isPatient;
    }

    /// <inheritdoc/>
    /// <exception cref="TimeoutException">The time allowed is over.</exception>
    public int Read(Span<byte> buffer)
    {
        while (true)
        {
            var left = time.GetElapsedTime(time.GetTimestamp(), _deadline);
            if (left <= TimeSpan.Zero)
            {
                if (_isPatient && Pipes.Wait(child.Output!, second: null, milliseconds: 0).First)
                {
                    return Pipes.Read(child.Output!, buffer);
                }

                throw new TimeoutException();
            }

            var wait = (int)Math.Min(Math.Ceiling(left.TotalMilliseconds), int.MaxValue);
            var (hasPictures, hasLog) = Pipes.Wait(child.Output!, _logHasEnded ? null : child.Error, wait);
            if (hasLog)
            {
                ReadLog();
            }
            else if (hasPictures)
            {
                return Pipes.Read(child.Output!, buffer);
            }
        }
    }

    /// <summary>Reads the log up to what the child has said by now.</summary>
    public void CatchUpWithLog()
    {
        while (!_logHasEnded && Pipes.Wait(child.Error!, second: null, milliseconds: 0).First)
        {
            ReadLog();
        }
    }

    /// <summary>Reads the log to its end, which comes when the child has ended.</summary>
    public void ReadLogToEnd()
    {
        while (!_logHasEnded)
        {
            ReadLog();
        }
    }

    private void ReadLog()
    {
        var read = Pipes.Read(child.Error!, _logBytes);
        _logHasEnded = read == 0;
        log.Append(_logBytes.AsSpan(0, read));
    }
}
