using Microsoft.Extensions.Logging;
using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.State;

namespace Orleans.Camera.Storage.Spooling;

/// <summary>
/// A spool in a file that is only appended to. Every append reaches the disk before it counts, so that what was appended is
/// there after a power cut. The file is locked while it is used, and deleted when all of it is stored.
/// </summary>
internal sealed partial class FileSpool : ICutSpool
{
    /// <summary>About so many events make one write.</summary>
    private const int Batch = 2_000;

    private readonly Lock _lock = new();
    private readonly string _camera;
    private readonly string _path;
    private readonly long _most;
    private readonly ILogger _log;
    private FileStream? _file;
    private SpoolFile _known = new();
    private int _taken;

    /// <param name="camera">Whose it is.</param>
    /// <param name="path">The file.</param>
    /// <param name="most">How many bytes it may have.</param>
    /// <param name="log">Gets what the disk fails with.</param>
    public FileSpool(string camera, string path, long most, ILogger log)
    {
        (_camera, _path, _most, _log) = (camera, path, most, log);
        if (!TryDo(Reopen))
        {
            // It may be in use by an owner that does not know yet that it is none; what it keeps is not ours.
            Dispose();
        }
    }

    public bool IsBegun
    {
        get
        {
            lock (_lock)
            {
                return _file is not null;
            }
        }
    }

    public SpoolIntent? Intent
    {
        get
        {
            lock (_lock)
            {
                return _known.Intent;
            }
        }
    }

    public int Events
    {
        get
        {
            lock (_lock)
            {
                return _known.Cuts.Skip(_taken).Sum(cut => cut.Events);
            }
        }
    }

    public void Begin(SpoolIntent intent, Cut? cut)
    {
        ArgumentNullException.ThrowIfNull(intent);
        lock (_lock)
        {
            if (_file is not null)
            {
                return;
            }

            var isDone = TryDo(() =>
            {
                Directory.CreateDirectory(Path.GetDirectoryName(_path)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                _file = Open(FileMode.CreateNew);
                _known = new SpoolFile();
                Put(SpoolFormat.Record(SpoolFormat.Name, to => to.Write(_camera)));
                if (cut is not null)
                {
                    PutCut(cut);
                }

                _taken = _known.Cuts.Count;
                PutIntent(intent);
            });
            if (!isDone && _file is not null)
            {
                Delete();
            }
        }
    }

    public bool Append(Cut cut)
    {
        ArgumentNullException.ThrowIfNull(cut);
        lock (_lock)
        {
            return _file is not null && _known.End < _most && TryAppend(() => PutCut(cut));
        }
    }

    public Cut? Take()
    {
        lock (_lock)
        {
            var (from, events) = (_taken, 0);
            while (_taken < _known.Cuts.Count && events < Batch)
            {
                events += _known.Cuts[_taken++].Events;
            }

            return Merge(from, _taken);
        }
    }

    public Cut? TakeIntended()
    {
        lock (_lock)
        {
            return Merge(_known.Intended.From, _known.Intended.To);
        }
    }

    public void Intend(SpoolIntent intent)
    {
        lock (_lock)
        {
            if (_file is not null && !TryAppend(() => PutIntent(intent)))
            {
                // Without the note nobody could tell what of it is stored: from now on it lasts only as long as this process.
                TryDo(() => File.Delete(_path));
            }
        }
    }

    public void Committed()
    {
        lock (_lock)
        {
            if (_file is not null && _taken == _known.Cuts.Count)
            {
                Delete();
            }
        }
    }

    public void Discard()
    {
        lock (_lock)
        {
            if (_file is not null)
            {
                Delete();
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _file?.Dispose();
            (_file, _known, _taken) = (null, new SpoolFile(), 0);
        }
    }

    private void Reopen()
    {
        if (!File.Exists(_path))
        {
            return;
        }

        _file = Open(FileMode.Open);
        _known = SpoolFile.Read(_file, _camera);
        if (_known.Intent is null)
        {
            Delete();
            return;
        }

        _file.SetLength(_known.End);
        _taken = _known.Intended.To;
    }

    private FileStream Open(FileMode mode) => new(_path, new FileStreamOptions
    {
        Mode = mode,
        Access = FileAccess.ReadWrite,
        Share = FileShare.None,
        UnixCreateMode = mode == FileMode.CreateNew ? UnixFileMode.UserRead | UnixFileMode.UserWrite : null,
        BufferSize = 0,
    });

    private void PutCut(Cut cut)
    {
        var record = SpoolFormat.Record(SpoolFormat.Cut, to => SpoolFormat.Write(to, cut));
        var at = _known.End;
        Put(record);
        _known.Add(at, record.Length, cut.Events.Count);
    }

    private void PutIntent(SpoolIntent intent)
    {
        Put(SpoolFormat.Record(SpoolFormat.Intent, to => SpoolFormat.Write(to, intent, _taken)));
        _known.Add(intent, _taken);
    }

    private void Put(byte[] record)
    {
        _file!.Position = _known.End;
        _file.Write(record);
        _file.Flush(flushToDisk: true);
        _known.Grow(record.Length);
    }

    /// <summary>What did not get there as a whole is taken away again, so that what follows can be read.</summary>
    private bool TryAppend(Action append) => TryDo(append) || (TryDo(() => _file!.SetLength(_known.End)) && false);

    private Cut? Merge(int from, int to)
    {
        Cut? merged = null;
        foreach (var (at, _, _) in _known.Cuts[from..to])
        {
            var body = SpoolFile.TryRead(_file!, at) ?? throw new IOException($"{_path} has lost what was written to it.");
            var cut = SpoolFormat.ReadCut(new StateReader(body.AsMemory(1)));
            merged = merged?.Then(cut) ?? cut;
        }

        return merged;
    }

    private void Delete()
    {
        _file?.Dispose();
        (_file, _known, _taken) = (null, new SpoolFile(), 0);
        TryDo(() => File.Delete(_path));
    }

    private bool TryDo(Action act)
    {
        try
        {
            act();
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogFault(_log, _camera, exception.Message);
            return false;
        }
    }

    [LoggerMessage(5101, LogLevel.Warning, "Camera {Camera}: what it counts while the store is away cannot be kept on disk: {Reason}")]
    private static partial void LogFault(ILogger logger, string camera, string reason);
}
