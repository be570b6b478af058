namespace Orleans.Camera.Core.Dispatch;

/// <summary>Why a worker did not answer a picture.</summary>
public enum CallFault
{
    /// <summary>The worker, its silo or the way to it failed.</summary>
    Worker,

    /// <summary>No answer within the time of this attempt.</summary>
    Late,

    /// <summary>It was full, draining or not started and did not look at the picture.</summary>
    Refused,

    /// <summary>The model answered nonsense to this picture; it would on any worker.</summary>
    Picture,

    /// <summary>The camera does not want the answer any more.</summary>
    Cancelled,
}
