namespace Orleans.Runtime;

/// <summary>A token that is cancelled after a while, or with another one.</summary>
internal sealed class Limit : IDisposable
{
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _both;

    public Limit(TimeSpan limit, TimeProvider time, CancellationToken other)
    {
        _timer = new(limit, time);
        _both = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, other);
    }

    public CancellationToken Token => _both.Token;

    public void Dispose()
    {
        _both.Dispose();
        _timer.Dispose();
    }
}
