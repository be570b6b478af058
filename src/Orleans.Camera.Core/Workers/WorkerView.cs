using System.Collections.Immutable;
using Orleans.Camera.Core.Dispatch;

namespace Orleans.Camera.Core.Workers;

/// <summary>One worker as dispatch sees it. Immutable, but for the silo's own count in <see cref="Own"/>.</summary>
public sealed record WorkerView
{
    /// <summary><c>model/slot</c>.</summary>
    public required string Id { get; init; }

    public required string Model { get; init; }

    public required string Silo { get; init; }

    /// <summary>Where its silo stands; empty where nobody said.</summary>
    public string Region { get; init; } = "";

    public DeviceKind Device { get; init; }

    /// <summary>What it can do, without regard to case.</summary>
    public ImmutableArray<string> Capabilities { get; init; } = [];

    public WorkerState State { get; init; } = WorkerState.Ready;

    /// <summary>Whether its circuit breaker is open for this silo.</summary>
    public bool IsQuarantined { get; init; }

    /// <summary>Pictures that other silos had in flight to it when it last reported.</summary>
    public int ReportedInFlight { get; init; }

    /// <summary>Pictures that this silo has in flight to it now.</summary>
    public WorkInFlight Own { get; init; } = new();

    /// <summary>Pictures in flight to it from which on it takes no more, 1 or more.</summary>
    public int MostInFlight { get; init; } = 16;

    /// <summary>Pictures that waited in it when it last reported.</summary>
    public int QueueLength { get; init; }

    /// <summary>What it was measured to do; 0 where it was not measured.</summary>
    public double PicturesPerSecond { get; init; }

    /// <summary>What a picture usually takes it of late, without the waiting; zero where nobody knows.</summary>
    public TimeSpan Usual { get; init; }

    public TimeSpan LatencyP50 { get; init; }

    public TimeSpan LatencyP95 { get; init; }

    public int InFlight => ReportedInFlight + Own.Count;

    /// <summary>Its share among others, above 0. A worker that was not measured gets the smallest.</summary>
    public double Weight => PicturesPerSecond is > 1 and < double.PositiveInfinity ? PicturesPerSecond : 1;

    /// <summary>Seconds that the pictures in flight to it will take.</summary>
    public double Load => InFlight / Weight;

    /// <summary>
    /// Pictures in flight to it from which on it takes none of this camera. A recording waits as long as it must, and a live
    /// picture cannot: half of the places are never taken by recordings, whatever their priority.
    /// </summary>
    public int PlacesFor(in DispatchRequest request) => request.IsRecording ? Math.Max(1, MostInFlight / 2) : MostInFlight;

    /// <summary>Takes a place for a picture, which <see cref="End"/> gives back.</summary>
    /// <returns>False where a recording comes too late.</returns>
    public bool TryBegin(in DispatchRequest request)
    {
        if (request.IsRecording)
        {
            return Own.TryBeginRecording(PlacesFor(request) - ReportedInFlight);
        }

        Own.Begin();
        return true;
    }

    /// <summary>Once for each time that <see cref="TryBegin"/> said yes.</summary>
    public void End(in DispatchRequest request)
    {
        if (request.IsRecording)
        {
            Own.EndRecording();
        }
        else
        {
            Own.End();
        }
    }

    public WorkerFit FitFor(in DispatchRequest request)
    {
        if (!Model.Equals(request.Model, StringComparison.Ordinal))
        {
            return WorkerFit.OtherModel;
        }

        if (!WorkerLife.TakesPictures(State))
        {
            return WorkerFit.NotReady;
        }

        if (IsQuarantined)
        {
            return WorkerFit.Quarantined;
        }

        if (!HasAll(request.Capabilities))
        {
            return WorkerFit.LacksCapability;
        }

        if (Contains(request.Tried, Id, StringComparison.Ordinal))
        {
            return WorkerFit.Tried;
        }

        return InFlight >= PlacesFor(request) ? WorkerFit.Full : WorkerFit.Fits;
    }

    /// <summary>How near it is to a camera.</summary>
    public Proximity NearnessTo(in DispatchRequest request)
    {
        if (Silo.Equals(request.Silo, StringComparison.Ordinal))
        {
            return Proximity.SameSilo;
        }

        if (Region.Length == 0 || string.IsNullOrEmpty(request.Region))
        {
            return Proximity.Unknown;
        }

        return Region.Equals(request.Region, StringComparison.OrdinalIgnoreCase) ? Proximity.SameRegion : Proximity.Elsewhere;
    }

    private bool HasAll(ImmutableArray<string> required)
    {
        if (required.IsDefaultOrEmpty)
        {
            return true;
        }

        foreach (var capability in required)
        {
            if (!Contains(Capabilities, capability, StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Contains(ImmutableArray<string> words, string word, StringComparison comparison)
    {
        if (words.IsDefaultOrEmpty)
        {
            return false;
        }

        foreach (var one in words)
        {
            if (one.Equals(word, comparison))
            {
                return true;
            }
        }

        return false;
    }
}
