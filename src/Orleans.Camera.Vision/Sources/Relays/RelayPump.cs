namespace Orleans.Camera.Vision.Sources.Relays;

/// <summary>Passes on both directions of a connection until one of them ends.</summary>
internal static class RelayPump
{
    /// <param name="upward">From FFmpeg to the server.</param>
    /// <param name="downward">From the server to FFmpeg.</param>
    /// <param name="cancellationToken">Ends both.</param>
    public static async Task RunAsync(Func<CancellationToken, Task> upward, Func<CancellationToken, Task> downward, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var (up, down) = (upward(end.Token), downward(end.Token));
        var first = await Task.WhenAny(up, down).ConfigureAwait(false);
        await end.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(up, down).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // The other one failed because this one ended.
        await first.ConfigureAwait(false);
    }
}
