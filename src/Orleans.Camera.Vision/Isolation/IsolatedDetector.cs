using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.Motion;
using Orleans.Camera.Vision.Detectors;
using Orleans.Camera.Vision.Models;

namespace Orleans.Camera.Vision.Isolation;

/// <summary>
/// Finds objects with an ONNX model in a child process: what a hostile model or a fault of the library can do, it does there.
/// It finds exactly what an <see cref="OnnxDetector"/> in this process would find.
/// </summary>
/// <remarks>
/// Safe for concurrent use, other than detectors in general: several pictures may be in flight, and the child goes on with
/// the next one at once. Allocates nothing in steady state where calls cannot be cancelled.
/// </remarks>
public sealed class IsolatedDetector : IObjectDetector
{
    private static readonly TimeSpan SlackOfAnswers = TimeSpan.FromSeconds(5);
    private readonly WorkerHost _host;
    private readonly string _model;
    private readonly int _mostBoxes;

    private IsolatedDetector(WorkerHost host, string model, int mostBoxes, WorkerGreeting greeting)
    {
        (_host, _model, _mostBoxes) = (host, model, mostBoxes);
        (Labels, InputSize, Box, Provider) = (greeting.Labels, greeting.Input, greeting.Box, greeting.Provider);
    }

    public IReadOnlyList<string> Labels { get; }

    /// <summary>Size of the model's input.</summary>
    public PictureSize InputSize { get; }

    /// <summary>The box within which it looks at a picture, keeping its aspect ratio; empty where it stretches them.</summary>
    public PictureSize Box { get; }

    /// <summary>One line: what runs the model.</summary>
    public string Provider { get; }

    /// <summary>How the child process is.</summary>
    public WorkerHealth Health => _host.Health;

    /// <summary>Loads a model in a child process and waits until it can be used.</summary>
    /// <param name="largest">The largest picture that there will be; empty for 1920x1080.</param>
    /// <exception cref="ModelException">The model cannot be loaded, or kills whoever loads it.</exception>
    public static IsolatedDetector Open(
        ModelReference model, OnnxDetectorOptions options, IsolationOptions isolation, PictureSize largest, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(isolation);
        options.Validate();
        isolation.Validate();
        if (options.MostRegions > 0)
        {
            throw new ArgumentException("A detector in a child process looks at whole pictures; set MostRegions to 0.", nameof(options));
        }

        var mostBoxes = model.Manifest?.MaxDetections ?? new ModelManifest { Name = model.Name }.MaxDetections;
        var picture = largest.IsEmpty ? new PictureSize(1920, 1080) : largest;
        var shape = new RingShape(isolation.Slots, BoxAnswer.RoomFor(mostBoxes), SlotFrames.BytesOf(picture));
        var isolated = new IsolatedModel(model, model.Manifest?.Sha256 ?? Hash(model), options);
        var longest = isolation.LongestAnswer ?? options.LongestRun + SlackOfAnswers;
        var host = new WorkerHost(new WorkerSetup(shape, isolation.Lanes, isolated), isolation, longest, logger);
        try
        {
            return new IsolatedDetector(host, model.Name, mostBoxes, host.FirstGreeting.GetAwaiter().GetResult());
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="WorkerLostException">The child died with the picture, or is not there.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask DetectAsync(
        Frame frame, MotionResult? motion, List<Detection> detections, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(detections);
        var size = frame.Layout.Picture;
        if (!frame.HasPicture || SlotFrames.BytesOf(size) > _host.Shape.PictureBytes)
        {
            throw new ArgumentException(
                frame.HasPicture ? $"A picture of {size} is larger than announced." : "The frame carries no colour picture; ask the source for one.",
                nameof(frame));
        }

        var call = await _host.RentAsync(cancellationToken).ConfigureAwait(false);
        Put(frame, call);
        await _host.SendAsync(call, cancellationToken).ConfigureAwait(false);
        try
        {
            BoxAnswer.Read(_host.Shape.Slot(_host.Memory, call.Slot), _model, Labels.Count, _mostBoxes, detections);
        }
        finally
        {
            _host.Return(call);
        }
    }

    /// <summary>Ends the child once it has answered what it was asked.</summary>
    public void Dispose() => _host.Dispose();

    private void Put(Frame frame, SlotCall call)
    {
        var slot = _host.Shape.Slot(_host.Memory, call.Slot);
        slot.Header = default;
        slot.Request = new PictureRequest(frame.Layout.Picture.Width, frame.Layout.Picture.Height);
        SlotFrames.Copy(frame, slot.Picture);
    }

    private static string Hash(ModelReference model)
    {
        try
        {
            using var file = File.OpenRead(model.File);
            return Convert.ToHexStringLower(SHA256.HashData(file));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ModelException($"Model '{model.Name}': the file '{model.File}' cannot be read; check the path and its permissions.", fault);
        }
    }
}
