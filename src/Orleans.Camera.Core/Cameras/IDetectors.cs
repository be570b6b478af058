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
}

/// <summary>A detector before the size of the pictures is known.</summary>
public interface IOpenDetector : IDisposable
{
    /// <summary>The box into which its colour picture must fit; empty where the gate plane is enough.</summary>
    PictureSize Picture { get; }

    /// <summary>The detector itself, which remembers nothing yet, each time. It ends with this object, whose it stays.</summary>
    /// <param name="layout">That of the pictures.</param>
    IObjectDetector Create(FrameLayout layout);
}
