using Orleans.Camera.Abstractions;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Dispatch;

namespace Orleans.Camera.Grains.Workers;

/// <summary>What a worker says to one picture.</summary>
/// <param name="Fault">Why it found nothing out; null where it did.</param>
/// <param name="Reason">The same in words.</param>
/// <param name="Boxes">Left, top, right, bottom and score of each object, relative to the picture.</param>
/// <param name="Labels">The label of each.</param>
[GenerateSerializer, Immutable, Alias("camera.work-answer")]
public sealed record WorkAnswer(
    [property: Id(0)] CallFault? Fault,
    [property: Id(1)] string Reason,
    [property: Id(2)] float[] Boxes,
    [property: Id(3)] int[] Labels)
{
    internal static WorkAnswer Not(CallFault fault, string reason) => new(fault, reason, [], []);

    internal static WorkAnswer Of(List<Detection> found)
    {
        var answer = new WorkAnswer(null, "", new float[5 * found.Count], new int[found.Count]);
        for (var index = 0; index < found.Count; index++)
        {
            var box = found[index].Box;
            var at = answer.Boxes.AsSpan(5 * index, 5);
            (at[0], at[1], at[2], at[3], at[4]) = (box.Left, box.Top, box.Right, box.Bottom, found[index].Score);
            answer.Labels[index] = found[index].Label;
        }

        return answer;
    }
}

/// <summary>What one silo tells the registry every second.</summary>
/// <param name="Owner">The silo's name and generation.</param>
/// <param name="Region">Where it stands; empty where it does not say.</param>
/// <param name="MayInfer">Whether workers may run on it.</param>
/// <param name="Devices">What it has to run them: <c>cpu</c>, <c>gpu0</c>.</param>
/// <param name="MostSlots">Workers that each of these carries at most.</param>
/// <param name="Wanted">Models that its cameras need.</param>
/// <param name="Models">What it knows of each model that it was asked for.</param>
/// <param name="Workers">Those that run on it.</param>
/// <param name="Known">All workers that it was told of: a registry that begins gives none of their names again.</param>
/// <param name="Load">How busy it is; null while it has not measured.</param>
[GenerateSerializer, Immutable, Alias("camera.silo-offer")]
public sealed record SiloOffer(
    [property: Id(0)] string Owner,
    [property: Id(1)] string Region,
    [property: Id(2)] bool MayInfer,
    [property: Id(3)] string[] Devices,
    [property: Id(4)] int MostSlots,
    [property: Id(5)] string[] Wanted,
    [property: Id(6)] ModelOffer[] Models,
    [property: Id(7)] WorkerBeat[] Workers,
    [property: Id(8)] string[] Known,
    [property: Id(9)] SiloLoad? Load)
{
    /// <summary>What its operator says that it has, by names that manifests require.</summary>
    [Id(10)]
    public string[] Capabilities { get; init; } = [];

    /// <summary>Where the cameras stand that need models.</summary>
    [Id(11)]
    public ModelNeed[] Needs { get; init; } = [];
}

/// <summary>Cameras of one silo and region that need a model.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Region">Where they stand; empty where nobody says.</param>
/// <param name="Cameras">How many they are.</param>
[GenerateSerializer, Immutable, Alias("camera.model-need")]
public sealed record ModelNeed([property: Id(0)] string Model, [property: Id(1)] string Region, [property: Id(2)] int Cameras);

/// <summary>What one silo knows of a model.</summary>
/// <param name="Model">Its name.</param>
/// <param name="WhyNot">Why the silo cannot run it; empty where nothing is against it.</param>
/// <param name="Sha256">Of its file; empty where that is not known.</param>
/// <param name="AllowsCpu">Whether it may run without a GPU.</param>
[GenerateSerializer, Immutable, Alias("camera.model-offer")]
public sealed record ModelOffer(
    [property: Id(0)] string Model, [property: Id(1)] string WhyNot, [property: Id(2)] string Sha256, [property: Id(3)] bool AllowsCpu)
{
    /// <summary>What a device must have besides, by name.</summary>
    [Id(4)]
    public string[] Requires { get; init; } = [];
}

/// <summary>A worker's heartbeat. Counts grow from its start.</summary>
/// <param name="Id"><c>model/slot</c>.</param>
/// <param name="Ability">What it can do; null while its model is being loaded.</param>
/// <param name="LatencyP50">Of the last minute.</param>
/// <param name="LatencyP95">Of the last minute.</param>
/// <param name="LatencyP99">Of the last minute.</param>
[GenerateSerializer, Immutable, Alias("camera.worker-beat")]
public sealed record WorkerBeat(
    [property: Id(0)] string Id,
    [property: Id(1)] WorkerAbility? Ability,
    [property: Id(2)] long Answered,
    [property: Id(3)] long Failed,
    [property: Id(4)] int InFlight,
    [property: Id(5)] int QueueLength,
    [property: Id(6)] TimeSpan LatencyP50,
    [property: Id(7)] TimeSpan LatencyP95,
    [property: Id(8)] TimeSpan LatencyP99)
{
    /// <summary>What runs it: <c>cpu</c>, <c>gpu0</c>.</summary>
    [Id(10)]
    public string Device { get; init; } = "";

    /// <summary>What processors worked for it; zero where nobody measures it.</summary>
    [Id(11)]
    public TimeSpan CpuTime { get; init; }

    /// <summary>What it was measured to do; 0 where it was not measured.</summary>
    [Id(9)]
    public double PicturesPerSecond { get; init; }

    /// <summary>What a picture usually takes it of late; zero where nobody knows.</summary>
    [Id(15)]
    public TimeSpan Usual { get; init; }

    /// <summary>Whether its grain is gone and only its model is left, loaded.</summary>
    [Id(12)]
    public bool IsOrphan { get; init; }

    /// <summary>The child process in which its model runs; null where it runs in the silo's own.</summary>
    [Id(13)]
    public WorkerProcess? Process { get; init; }

    /// <summary>Why it failed the last picture; empty where it answered it.</summary>
    [Id(14)]
    public string Trouble { get; init; } = "";

    internal static WorkerBeat Loading(string id) => new(id, null, 0, 0, 0, 0, default, default, default);
}

/// <summary>What a camera must know of a model that runs elsewhere.</summary>
/// <param name="Labels">What it can find.</param>
/// <param name="Width">Of the box into which its pictures must fit, in pixels; 0 where it needs none.</param>
/// <param name="Height">The same.</param>
[GenerateSerializer, Immutable, Alias("camera.worker-ability")]
public sealed record WorkerAbility([property: Id(0)] string[] Labels, [property: Id(1)] int Width, [property: Id(2)] int Height)
{
    /// <summary>Of the box within which the model looks at a picture, in pixels; 0 where it is to be shown as it is.</summary>
    [Id(3)]
    public int InputWidth { get; init; }

    /// <summary>The same.</summary>
    [Id(4)]
    public int InputHeight { get; init; }
}

/// <summary>What the registry tells each silo.</summary>
/// <param name="Version">Grows with every change.</param>
/// <param name="Workers">All of them.</param>
/// <param name="Wanted">Models that some camera needs.</param>
/// <param name="Why">Of each of these that no silo carries, why none does; silent while a silo still has to say whether it can.</param>
[GenerateSerializer, Immutable, Alias("camera.worker-board")]
public sealed record WorkerBoard(
    [property: Id(0)] long Version,
    [property: Id(1)] WorkerFact[] Workers,
    [property: Id(2)] string[] Wanted,
    [property: Id(3)] Dictionary<string, string> Why)
{
    internal static WorkerBoard Empty { get; } = new(0, [], [], []);

    /// <summary>How busy devices are, as far as somebody knows.</summary>
    [Id(4)]
    public DeviceBusy[] Busy { get; init; } = [];
}

/// <summary>How busy one device is.</summary>
/// <param name="Silo">The silo's name.</param>
/// <param name="Device">Its name there.</param>
/// <param name="Share">0..1.</param>
[GenerateSerializer, Immutable, Alias("camera.device-busy")]
public sealed record DeviceBusy([property: Id(0)] string Silo, [property: Id(1)] string Device, [property: Id(2)] double Share);

/// <summary>One worker as silos must know it.</summary>
/// <param name="Id"><c>model/slot</c>.</param>
/// <param name="Silo">The name of the silo on which it runs.</param>
/// <param name="State"><c>starting</c>, <c>ready</c>, <c>busy</c>, <c>draining</c> or <c>failed</c>.</param>
/// <param name="Beat">Its last heartbeat; null before the first.</param>
[GenerateSerializer, Immutable, Alias("camera.worker-fact")]
public sealed record WorkerFact(
    [property: Id(0)] string Id,
    [property: Id(1)] string Silo,
    [property: Id(2)] string Region,
    [property: Id(3)] string State,
    [property: Id(4)] WorkerBeat? Beat);
