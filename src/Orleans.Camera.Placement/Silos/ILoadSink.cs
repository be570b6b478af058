using Orleans.Camera.Abstractions;

namespace Orleans.Camera.Placement.Silos;

/// <summary>Takes this silo's load to others.</summary>
public interface ILoadSink
{
    /// <summary>One call at a time. While one lasts, later loads are left out: only the newest counts.</summary>
    ValueTask PublishAsync(SiloLoad load, CancellationToken cancellationToken);
}

/// <summary>What runs on this silo. Safe for concurrent use; answers at once.</summary>
public interface ISiloWork
{
    /// <summary>Cameras that it owns.</summary>
    int Cameras { get; }

    /// <summary>Workers that run on it.</summary>
    int Slots { get; }
}

/// <summary>The load of this silo. Safe for concurrent use.</summary>
public interface ISiloLoadSource
{
    /// <summary>The latest, of this second; null before the first.</summary>
    SiloLoad? Current { get; }
}
