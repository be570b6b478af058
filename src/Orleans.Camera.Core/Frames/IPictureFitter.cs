using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Core.Frames;

/// <summary>Makes pictures as small as a model looks at them, so that less of them travels. Not thread safe.</summary>
public interface IPictureFitter
{
    /// <param name="frame">Stays the caller's.</param>
    /// <param name="input">The box within which the model looks at a picture.</param>
    /// <returns>The same picture at that size, owned by the caller; null where it is no larger.</returns>
    Frame? Fit(Frame frame, PictureSize input);
}
