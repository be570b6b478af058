namespace Orleans.Camera.Core.Dispatch;

/// <summary>Bytes that a picture in flight holds of a <see cref="ByteBudget"/>. Dispose gives them back, once.</summary>
public sealed class ByteLease : IDisposable
{
    private ByteBudget? _budget;

    internal ByteLease(ByteBudget budget, long bytes) => (_budget, Bytes) = (budget, bytes);

    public long Bytes { get; }

    public void Dispose() => Interlocked.Exchange(ref _budget, null)?.GiveBack(Bytes);
}
