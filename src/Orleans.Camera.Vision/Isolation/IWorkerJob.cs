namespace Orleans.Camera.Vision.Isolation;

/// <summary>What a child does with pictures.</summary>
internal interface IWorkerJob : IDisposable
{
    WorkerGreeting Greeting { get; }

    /// <summary>Works on one picture and writes the answer into its slot.</summary>
    /// <param name="lane">From 0: of those that work at once, each has another one.</param>
    /// <param name="slot">With the picture.</param>
    void Work(int lane, RingSlot slot);
}
