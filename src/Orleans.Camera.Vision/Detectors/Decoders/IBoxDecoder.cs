using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Vision.Models;
using Orleans.Camera.Vision.Onnx;

namespace Orleans.Camera.Vision.Detectors.Decoders;

/// <summary>Reads boxes out of a model's outputs. Holds no state between calls.</summary>
internal interface IBoxDecoder
{
    ModelLayout Layout { get; }

    /// <summary>Whether one object gives several boxes, so that suppression must follow.</summary>
    bool NeedsSuppression { get; }

    /// <summary>What about the outputs does not fit this layout; null where they fit. Cheap: called after every run.</summary>
    string? FindFault(IReadOnlyList<OutputTensor> outputs, PictureSize input, int batch);

    /// <summary>Number of classes of outputs that fit; 0 where they do not tell.</summary>
    int CountClasses(IReadOnlyList<OutputTensor> outputs);

    /// <summary>Adds the boxes of one picture of the batch.</summary>
    /// <param name="outputs">Outputs that fit and hold only finite numbers.</param>
    /// <param name="item">Which picture of the batch, from 0.</param>
    /// <param name="threshold">Boxes with a lower score are left out.</param>
    void Decode(IReadOnlyList<OutputTensor> outputs, int item, PictureSize input, float threshold, List<Candidate> candidates);
}
