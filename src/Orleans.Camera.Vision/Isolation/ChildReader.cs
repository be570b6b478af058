using System.Runtime.InteropServices;
using Orleans.Camera.Vision.Processes;

namespace Orleans.Camera.Vision.Isolation;

/// <summary>Reads what a child answers, and passes on what it says on the way.</summary>
internal sealed class ChildReader(WorkerChild child, ChildLog log)
{
    private readonly byte[] _words = new byte[4096];
    private readonly Doorbell[] _bells = new Doorbell[RingShape.MostSlots];
    private readonly Doorbell[] _answers = new Doorbell[RingShape.MostSlots];
    private bool _isErrorOpen = true;
    private int _have;

    /// <summary>Waits for answers.</summary>
    /// <returns>Nothing where the child has closed its output; valid until the next call.</returns>
    public ReadOnlySpan<Doorbell> Read()
    {
        var bytes = MemoryMarshal.AsBytes(_bells.AsSpan());
        while (Read(bytes[_have..]) is var count and > 0)
        {
            _have += count;
            var whole = _have / Doorbell.Bytes;
            if (whole > 0)
            {
                _bells.AsSpan(0, whole).CopyTo(_answers);
                bytes[(whole * Doorbell.Bytes).._have].CopyTo(bytes);
                _have -= whole * Doorbell.Bytes;
                return _answers.AsSpan(0, whole);
            }
        }

        return [];
    }

    /// <summary>Waits for bytes; 0 at the end.</summary>
    public int Read(Span<byte> bytes)
    {
        while (true)
        {
            var (hasAnswer, hasWords) = Pipes.Wait(child.Output, _isErrorOpen ? child.Error : null, milliseconds: -1);
            if (hasWords)
            {
                ReadWords();
            }

            if (hasAnswer)
            {
                return Pipes.Read(child.Output, bytes);
            }
        }
    }

    /// <summary>Passes on the last words of a child that has ended.</summary>
    public void Finish()
    {
        while (_isErrorOpen && Pipes.Wait(child.Error, second: null, milliseconds: 0).First)
        {
            ReadWords();
        }

        log.Finish();
    }

    private void ReadWords()
    {
        var count = Pipes.Read(child.Error, _words);
        _isErrorOpen = count > 0;
        log.Add(_words.AsSpan(0, count));
    }
}
