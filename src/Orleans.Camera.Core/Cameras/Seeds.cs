namespace Orleans.Camera.Core.Cameras;

/// <summary>Where every part gets the seed of its own randomness, so that one seed replays a whole silo. Thread safe.</summary>
/// <param name="seed">Drawn once per process; printed where something is to be replayed.</param>
public sealed class Seeds(int seed)
{
    private readonly Lock _lock = new();
    private readonly Random _random = new(seed);

    public int Next()
    {
        lock (_lock)
        {
            return _random.Next();
        }
    }
}
