using Orleans.Camera.Abstractions;
using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Detecting;

namespace Orleans.Camera.Grains.Workers;

/// <summary>Child processes as they travel.</summary>
internal static class ProcessRecords
{
    public static WorkerProcess ToRecord(this ProcessHealth process) =>
        new(process.Id, process.Memory, process.MostMemory, process.Restarts, process.Trouble) { IsGivenUp = process.IsGivenUp };

    public static PictureWorkLoad ToLoad(this PictureWorkHealth work) =>
        new(work.Waiting, work.Refused, work.Answered, work.HandOvers, [.. work.Processes.Select(ToRecord)]);
}
