using System.Buffers;
using Orleans.Camera.Core.Frames;

namespace Orleans.Camera.Core.Detecting;

/// <summary>Reads lines without ever holding one that has no end.</summary>
internal sealed class BoundedLines(TextReader reader, string name)
{
    private const int LongestLine = 4096;
    private static readonly SearchValues<char> _ends = SearchValues.Create("\r\n");

    private readonly char[] _buffer = new char[2 * LongestLine];
    private int _start;
    private int _end;
    private bool _isDry;
    private bool _wasReturn;

    /// <summary>Number of the line read last, from 1.</summary>
    public long Number { get; private set; }

    /// <param name="line">The line without its end; valid until the next call.</param>
    /// <returns>False at the end of the text.</returns>
    public bool TryRead(out ReadOnlyMemory<char> line)
    {
        Number++;
        SkipLineFeed();
        var length = FindEnd();
        if (length < 0)
        {
            line = default;
            return false;
        }

        line = _buffer.AsMemory(_start, length);
        _start += length;
        _wasReturn = _start < _end && _buffer[_start] == '\r';
        _start = Math.Min(_start + 1, _end);
        return true;
    }

    /// <summary>The second half of CR LF, which may not have been read yet when the line was handed out.</summary>
    private void SkipLineFeed()
    {
        if (_wasReturn && _start == _end && !_isDry)
        {
            Fill();
        }

        if (_wasReturn && _start < _end && _buffer[_start] == '\n')
        {
            _start++;
        }
    }

    private int FindEnd()
    {
        while (true)
        {
            var length = _buffer.AsSpan(_start, _end - _start).IndexOfAny(_ends);
            if (length >= 0)
            {
                return length;
            }

            if (_isDry)
            {
                return _end > _start ? _end - _start : -1;
            }

            if (_end - _start >= LongestLine)
            {
                throw new SourceException($"{name}, line {Number}: longer than {LongestLine} characters. This is no MOTChallenge file.");
            }

            Fill();
        }
    }

    private void Fill()
    {
        Array.Copy(_buffer, _start, _buffer, 0, _end - _start);
        (_start, _end) = (0, _end - _start);
        var read = reader.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _isDry = read == 0;
    }
}
