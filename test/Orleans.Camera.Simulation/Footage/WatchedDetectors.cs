using Orleans.Camera.Abstractions;
using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.Motion;
using Orleans.Camera.Grains.Dispatch;
using Orleans.Camera.Simulation.Clock;
using Orleans.Camera.Simulation.Store;

namespace Orleans.Camera.Simulation.Footage;

/// <summary>
/// What cameras of one silo get of workers: writes down which pictures were answered, and objects at once where one is answered
/// with another's answer, or twice.
/// </summary>
internal sealed class WatchedDetectors(ICameraDetectors workers, World world, SourceLog log, Bug bug) : ICameraDetectors
{
    public IDetectors For(CameraDefinition camera, bool isLive) => new Watched(camera.Name, workers.For(camera, isLive), world, log, bug);

    private sealed class Watched(string camera, IDetectors detectors, World world, SourceLog log, Bug bug) : IDetectors
    {
        public IOpenDetector Open(string name) => detectors.Open(name);

        public async ValueTask<IOpenDetector> OpenAsync(string name, CancellationToken cancellationToken)
        {
            var opened = await detectors.OpenAsync(name, cancellationToken).ConfigureAwait(false);
            return name == IDetectors.Motion ? opened : new Opened(opened, camera, world, log, bug);
        }

        public DetectorFact FactOf(string name) => detectors.FactOf(name);
    }

    private sealed class Opened(IOpenDetector opened, string camera, World world, SourceLog log, Bug bug) : IOpenDetector
    {
        public PictureSize Picture => opened.Picture;

        public PictureSize Input => opened.Input;

        public IObjectDetector Create(FrameLayout layout) => new Detector(opened.Create(layout), camera, world, log, bug);

        public void Dispose() => opened.Dispose();
    }

    private sealed class Detector(IObjectDetector detector, string camera, World world, SourceLog log, Bug bug) : IObjectDetector
    {
        private static readonly TimeSpan Late = TimeSpan.FromSeconds(1);
        private Detection[]? _before;

        public IReadOnlyList<string> Labels => detector.Labels;

        public async ValueTask DetectAsync(Frame frame, MotionResult? motion, List<Detection> detections, CancellationToken cancellationToken)
        {
            var start = world.Now;
            await detector.DetectAsync(frame, motion, detections, cancellationToken).ConfigureAwait(false);
            if (!detections.SequenceEqual(SimDetectors.On(frame)))
            {
                world.Fail($"picture {frame.Number} of {camera} is answered by {detections.Count} boxes that are not its own");
            }

            log.Answered.Add((camera, frame.Number, frame.Time));
            if (bug == Bug.LateAnswerForTheNext && (_before is not null || world.Now - start > Late))
            {
                Detection[] own = [.. detections];
                detections.Clear();
                detections.AddRange(_before ?? []);
                _before = own;
            }
        }

        public void Dispose() => detector.Dispose();
    }
}
