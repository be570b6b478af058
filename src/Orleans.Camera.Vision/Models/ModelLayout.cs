namespace Orleans.Camera.Vision.Models;

/// <summary>How the boxes lie in a detector's outputs. B is the batch, N the number of boxes, C of classes.</summary>
public enum ModelLayout
{
    /// <summary>YOLOX as trained: [B, N, 5 + C], offsets in grid cells of strides 8, 16, 32 and log sizes.</summary>
    Yolox = 0,

    /// <summary>YOLOX exported with its decoder: [B, N, 5 + C], centre and size in input pixels, objectness, classes.</summary>
    YoloxDecoded = 1,

    /// <summary>YOLOv5 (also v7): [B, N, 5 + C], the same content from three anchors a cell.</summary>
    YoloV5 = 2,

    /// <summary>YOLOv8, v9, v11: [B, 4 + C, N], centre and size in input pixels, classes without objectness.</summary>
    YoloV8 = 3,

    /// <summary>Suppressed inside the model: [B, N, 6], corners in input pixels, score, label.</summary>
    EndToEnd = 4,

    /// <summary>RT-DETR, D-FINE: logits [B, N, C] for sigmoid, boxes [B, N, 4] as relative centre and size.</summary>
    Detr = 5,

    /// <summary>DETR: as <see cref="Detr"/>, with softmax over C + 1 classes, the last of which is "no object".</summary>
    DetrSoftmax = 6,

    /// <summary>RT-DETR, D-FINE exported with their post-processor: labels [B, N], boxes [B, N, 4] in pixels, scores [B, N].</summary>
    DetrScored = 7,

    /// <summary>FastestDet: [B, 5 + C, H, W], one box a grid cell.</summary>
    FastestDet = 8,
}
