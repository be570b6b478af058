using Orleans.Camera.Core.Frames;
using Orleans.Camera.Vision.Isolation;

namespace Orleans.Camera.Vision.Imaging;

/// <summary>One picture, what is to be made of it, and whoever waits for that.</summary>
internal sealed class PictureErrand(Frame frame, PictureOrder order)
{
    private readonly TaskCompletionSource<byte[]> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Frame _frame = frame.Retain();
    private int _isOver;

    public PictureOrder Order { get; } = order;

    /// <summary>What was made, judged.</summary>
    public Task<byte[]> Result => _done.Task;

    /// <summary>Whether anybody waits for it still.</summary>
    public bool IsWanted => !_done.Task.IsCompleted;

    /// <summary>Lays the picture into a slot.</summary>
    public void Put(RingSlot slot)
    {
        slot.Header = default;
        slot.Order = Order;
        if (Order.Task != PictureTask.GreyJpeg)
        {
            SlotFrames.Copy(_frame, slot.Picture);
            return;
        }

        var gate = _frame.Gate;
        for (var y = 0; y < gate.Height; y++)
        {
            gate.Row(y).CopyTo(slot.Picture[(y * gate.Width)..]);
        }
    }

    /// <summary>Takes what was made out of a slot.</summary>
    public void Take(RingSlot slot)
    {
        try
        {
            _done.TrySetResult(PictureAnswer.Read(slot, Order));
            End();
        }
        catch (IOException fault)
        {
            Fail(fault);
        }
    }

    public void Fail(Exception fault)
    {
        _done.TrySetException(fault);
        End();
    }

    /// <summary>Nobody waits any more. A process that has it already goes on.</summary>
    public void Cancel(CancellationToken cancellationToken) => _done.TrySetCanceled(cancellationToken);

    /// <summary>Nobody will work on it any more: gives the picture back, once.</summary>
    public void End()
    {
        if (Interlocked.Exchange(ref _isOver, 1) == 0)
        {
            _frame.Dispose();
        }
    }
}
