namespace Orleans.Camera.Cli.Cluster;

/// <summary>Held by the one program that starts or ends processes of a cluster just now.</summary>
internal static class ClusterLock
{
    private const string FileName = "cluster.lock";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits until nobody else holds it. It goes with whoever holds it, also after <c>kill -9</c>.</summary>
    /// <exception cref="ClusterException">Somebody does for too long.</exception>
    public static async Task<IDisposable> TakeAsync(string state, TimeProvider time, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(state);
        var path = Path.Combine(state, FileName);
        var begin = time.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException fault) when (time.GetElapsedTime(begin) > Patience)
            {
                throw new ClusterException($"another command has been starting or ending the cluster in {state} for {Patience.TotalMinutes:0} min: end it first", fault);
            }
            catch (IOException)
            {
                await Task.Delay(Look, time, cancellationToken);
            }
        }
    }
}
