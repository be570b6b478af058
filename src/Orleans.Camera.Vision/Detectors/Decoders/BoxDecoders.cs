using Orleans.Camera.Vision.Models;

namespace Orleans.Camera.Vision.Detectors.Decoders;

internal static class BoxDecoders
{
    public static IBoxDecoder For(ModelLayout layout) => layout switch
    {
        ModelLayout.Yolox => new YoloxDecoder(),
        ModelLayout.YoloxDecoded or ModelLayout.YoloV5 => new ObjectnessDecoder(layout),
        ModelLayout.YoloV8 => new YoloV8Decoder(),
        ModelLayout.EndToEnd => new EndToEndDecoder(),
        ModelLayout.Detr => new DetrDecoder(isSoftmax: false),
        ModelLayout.DetrSoftmax => new DetrDecoder(isSoftmax: true),
        ModelLayout.DetrScored => new DetrScoredDecoder(),
        ModelLayout.FastestDet => new FastestDetDecoder(),
        _ => throw new ArgumentOutOfRangeException(nameof(layout), layout, "No such layout."),
    };
}
