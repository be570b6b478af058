namespace Orleans.Camera.Vision.Models;

/// <summary>The words that manifests use for what code names by enumerations.</summary>
internal static class ManifestWords
{
    public static readonly IReadOnlyList<(string Word, ModelLayout Value)> Layouts =
    [
        ("yolox", ModelLayout.Yolox),
        ("yolox-decoded", ModelLayout.YoloxDecoded),
        ("yolov5", ModelLayout.YoloV5),
        ("yolov8", ModelLayout.YoloV8),
        ("end-to-end", ModelLayout.EndToEnd),
        ("detr", ModelLayout.Detr),
        ("detr-softmax", ModelLayout.DetrSoftmax),
        ("detr-scored", ModelLayout.DetrScored),
        ("fastestdet", ModelLayout.FastestDet),
    ];

    public static readonly IReadOnlyList<(string Word, ColourOrder Value)> Colours =
        [("rgb", ColourOrder.Rgb), ("bgr", ColourOrder.Bgr)];

    public static readonly IReadOnlyList<(string Word, PicturePlacement Value)> Placements =
        [("center", PicturePlacement.Center), ("top-left", PicturePlacement.TopLeft), ("stretch", PicturePlacement.Stretch)];

    public static string Of(ModelLayout layout) => Layouts.First(pair => pair.Value == layout).Word;

    public static string Of(ColourOrder colour) => Colours.First(pair => pair.Value == colour).Word;

    public static string Of(PicturePlacement placement) => Placements.First(pair => pair.Value == placement).Word;
}
