namespace Orleans.Camera.Vision.Models;

/// <summary>What the authors of each layout feed their models, unless a manifest says otherwise.</summary>
internal static class LayoutDefaults
{
    public static ModelInput InputOf(ModelLayout layout) => layout switch
    {
        ModelLayout.Yolox or ModelLayout.YoloxDecoded => new ModelInput
        {
            Colour = ColourOrder.Bgr,
            Placement = PicturePlacement.TopLeft,
            Scale = 1,
        },
        ModelLayout.FastestDet => new ModelInput { Colour = ColourOrder.Bgr, Placement = PicturePlacement.Stretch },
        ModelLayout.Detr or ModelLayout.DetrScored => new ModelInput { Placement = PicturePlacement.Stretch },
        ModelLayout.DetrSoftmax => new ModelInput
        {
            Placement = PicturePlacement.Stretch,
            Mean = [0.485f, 0.456f, 0.406f],
            Std = [0.229f, 0.224f, 0.225f],
        },
        _ => new ModelInput(),
    };
}
