using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.Motion;
using Orleans.Camera.Vision.Detectors;
using Orleans.Camera.Vision.Models;

namespace Orleans.Camera.Vision.Cameras;

/// <summary>The motion detector, and the models of a store, opened for each camera by itself.</summary>
/// <param name="models">Where the models lie.</param>
/// <param name="options">How they are run.</param>
public sealed class CameraDetectors(ModelStore models, OnnxDetectorOptions options) : IDetectors
{
    public IOpenDetector Open(string name) =>
        name == IDetectors.Motion ? new Motion() : new Model(OnnxDetectors.Open(models.Resolve(name), options));

    private sealed class Motion : IOpenDetector
    {
        public PictureSize Picture => default;

        public IObjectDetector Create(FrameLayout layout) => new MotionDetector(layout.Gate);

        public void Dispose()
        {
            // Memory only.
        }
    }

    /// <remarks>Twice its input is halved without loss, and is enough to look at: the same as <c>camera count</c> takes.</remarks>
    private sealed class Model(OnnxDetector detector) : IOpenDetector
    {
        public PictureSize Picture => new(2 * detector.InputSize.Width, 2 * detector.InputSize.Height);

        public IObjectDetector Create(FrameLayout layout) => detector;

        public void Dispose() => detector.Dispose();
    }
}
