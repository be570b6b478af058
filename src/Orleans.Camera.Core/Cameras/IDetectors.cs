using System.Collections.Immutable;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Core.Cameras;

/// <summary>Opens detectors by name. Safe for concurrent use.</summary>
public interface IDetectors
{
    /// <summary>The name of the detector that needs no model.</summary>
    const string Motion = "motion";

    /// <param name="name"><see cref="Motion"/>, or the name of a model.</param>
    /// <exception cref="ModelException">There is no such model, or it cannot be run.</exception>
    IOpenDetector Open(string name);

    /// <param name="name">The same.</param>
    /// <param name="device">What shall run it: <c>cpu</c>, <c>gpu0</c>.</param>
    /// <exception cref="ModelException">There is no such model, or it cannot be run there.</exception>
    IOpenDetector Open(string name, string device) => Open(name);

    /// <summary>Opens it on a device, and fetches it before where it is not here.</summary>
    /// <exception cref="ModelException">There is no such model, or it cannot be run there.</exception>
    ValueTask<IOpenDetector> OpenAsync(string name, string device, CancellationToken cancellationToken) => new(Open(name, device));

    /// <summary>Opens it where that takes a while, because it runs elsewhere.</summary>
    /// <exception cref="ModelException">There is no such model, or it cannot be run.</exception>
    ValueTask<IOpenDetector> OpenAsync(string name, CancellationToken cancellationToken) => new(Open(name));

    /// <summary>Makes pictures smaller on their way to another silo; null where nothing here can.</summary>
    IPictureFitter? NewFitter() => null;

    /// <summary>What is known of it without loading it.</summary>
    DetectorFact FactOf(string name) => new();
}

/// <summary>What is known of a detector before it is opened.</summary>
/// <param name="WhyNot">Why it cannot be opened here; null where nothing is against it.</param>
/// <param name="Sha256">Of the model's file; empty where that is not known.</param>
/// <param name="AllowsCpu">Whether it may run without a GPU.</param>
public sealed record DetectorFact(string? WhyNot = null, string Sha256 = "", bool AllowsCpu = true)
{
    /// <summary>Whether nobody knows yet, for somebody is being asked; the rest means nothing then.</summary>
    public bool IsPending { get; init; }

    /// <summary>What a device must have besides, by name.</summary>
    public ImmutableArray<string> Requires { get; init => field = value.IsDefaultOrEmpty ? [] : value; } = [];
}

/// <summary>A detector before the size of the pictures is known.</summary>
public interface IOpenDetector : IDisposable
{
    /// <summary>The box into which its colour picture must fit; empty where the gate plane is enough.</summary>
    PictureSize Picture { get; }

    /// <summary>The box within which it looks at a picture, keeping its aspect ratio: what is larger is made smaller first. Empty where it does not.</summary>
    PictureSize Input => default;

    /// <summary>The child process in which it runs; null where it runs in this one.</summary>
    ProcessHealth? Process => null;

    /// <summary>The detector itself, which remembers nothing yet, each time. It ends with this object, whose it stays.</summary>
    /// <param name="layout">That of the pictures.</param>
    IObjectDetector Create(FrameLayout layout);

    /// <summary>One that takes pictures of several cameras at once, each time; null where the model takes one at a time. It ends with this object too.</summary>
    IBatchDetector? CreateBatch() => null;
}
