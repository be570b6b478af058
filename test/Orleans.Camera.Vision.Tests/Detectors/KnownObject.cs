using Orleans.Camera.Testing.Models;
using Orleans.Camera.Vision.Models;

namespace Orleans.Camera.Vision.Tests.Detectors;

/// <summary>An object that a model is made to answer, in pixels of a 64x64 input.</summary>
internal sealed record KnownObject(float X, float Y, float Width, float Height, int Label, float Score)
{
    public const int Side = 64;
    public const int Classes = 7;
    private const int Cells = 64 + 16 + 4;
    private const int Queries = 10;
    private const float Faint = 0.02f;

    /// <summary>Three objects far apart, so that none suppresses another.</summary>
    public static readonly KnownObject[] Three =
    [
        new(10, 12, 14, 20, Label: 2, Score: 0.9f), new(45, 20, 18, 12, Label: 0, Score: 0.75f), new(30, 50, 9, 7, Label: 6, Score: 0.4f),
    ];

    /// <summary>The outputs by which a model of a layout says that it sees these objects and nothing else.</summary>
    public static TinyOutput[] Encode(ModelLayout layout, IReadOnlyList<KnownObject> objects) => layout switch
    {
        ModelLayout.Yolox => [Rows("output", Cells, 5 + Classes, FillYolox, objects)],
        ModelLayout.YoloxDecoded => [Rows("output", Cells, 5 + Classes, FillDecoded, objects)],
        ModelLayout.YoloV5 => [Rows("output", 3 * Cells, 5 + Classes, FillDecoded, objects)],
        ModelLayout.YoloV8 => [Transposed(Rows("output0", Cells, 4 + Classes, FillYoloV8, objects))],
        ModelLayout.EndToEnd => [Rows("output0", Queries, 6, FillEndToEnd, objects)],
        ModelLayout.Detr => [Rows("logits", Queries, Classes, FillLogits, objects), Rows("pred_boxes", Queries, 4, FillBoxes, objects)],
        ModelLayout.DetrSoftmax =>
            [Rows("logits", Queries, Classes + 1, FillSoftmax, objects), Rows("pred_boxes", Queries, 4, FillBoxes, objects)],
        ModelLayout.DetrScored =>
        [
            new("labels", [Queries], Column(objects, known => known.Label), Type: OnnxType.Int64),
            Rows("boxes", Queries, 4, FillCorners, objects),
            new("scores", [Queries], Column(objects, known => known.Score)),
        ],
        _ => [FastestDet(objects)],
    };

    private delegate void FillRow(Span<float> row, int index, KnownObject? known);

    private static TinyOutput Rows(string name, int count, int columns, FillRow fill, IReadOnlyList<KnownObject> objects)
    {
        var values = new float[count * columns];
        for (var i = 0; i < count; i++)
        {
            // The objects sit in rows 3, 7, 11 ... of the YOLO family, in rows 0, 1, 2 of the others
            var step = count > Queries ? 7 : 1;
            var known = i % step == 0 && i / step < objects.Count ? objects[i / step] : null;
            fill(values.AsSpan(i * columns, columns), i, known);
        }

        return new(name, [count, columns], values);
    }

    private static void FillYolox(Span<float> row, int index, KnownObject? known)
    {
        var (stride, cell) = index < 64 ? (8, index) : index < 80 ? (16, index - 64) : (32, index - 80);
        var (x, y) = (cell % (Side / stride), cell / (Side / stride));
        row.Fill(Faint);
        if (known is not null)
        {
            row[0] = (known.X / stride) - x;
            row[1] = (known.Y / stride) - y;
            row[2] = MathF.Log(known.Width / stride);
            row[3] = MathF.Log(known.Height / stride);
            row[4] = 0.95f;
            row[5 + known.Label] = known.Score / 0.95f;
        }
    }

    private static void FillDecoded(Span<float> row, int index, KnownObject? known)
    {
        row.Fill(Faint);
        (row[0], row[1], row[2], row[3]) = (index % 84 * 0.7f, index % 84 * 0.7f, 5, 5);
        if (known is not null)
        {
            (row[0], row[1], row[2], row[3], row[4]) = (known.X, known.Y, known.Width, known.Height, 0.95f);
            row[5 + known.Label] = known.Score / 0.95f;
        }
    }

    private static void FillYoloV8(Span<float> row, int index, KnownObject? known)
    {
        row.Fill(Faint);
        if (known is not null)
        {
            (row[0], row[1], row[2], row[3]) = (known.X, known.Y, known.Width, known.Height);
            row[4 + known.Label] = known.Score;
        }
    }

    private static void FillEndToEnd(Span<float> row, int index, KnownObject? known)
    {
        FillCorners(row, index, known);
        (row[4], row[5]) = (known?.Score ?? Faint, known?.Label ?? 0);
    }

    private static void FillCorners(Span<float> row, int index, KnownObject? known)
    {
        known ??= new(5, 5, 4, 4, 0, 0);
        (row[0], row[1]) = (known.X - (known.Width / 2), known.Y - (known.Height / 2));
        (row[2], row[3]) = (known.X + (known.Width / 2), known.Y + (known.Height / 2));
    }

    private static void FillBoxes(Span<float> row, int index, KnownObject? known)
    {
        known ??= new(5, 5, 4, 4, 0, 0);
        (row[0], row[1], row[2], row[3]) = (known.X / Side, known.Y / Side, known.Width / Side, known.Height / Side);
    }

    private static void FillLogits(Span<float> row, int index, KnownObject? known)
    {
        row.Fill(-6);
        if (known is not null)
        {
            row[known.Label] = MathF.Log(known.Score / (1 - known.Score));
        }
    }

    /// <summary>The object's class and "no object" share the probability; the others get none.</summary>
    private static void FillSoftmax(Span<float> row, int index, KnownObject? known)
    {
        row.Fill(-30);
        row[^1] = known is null ? 5 : MathF.Log(1 - known.Score);
        if (known is not null)
        {
            row[known.Label] = MathF.Log(known.Score);
        }
    }

    private static float[] Column(IReadOnlyList<KnownObject> objects, Func<KnownObject, float> value) =>
        [.. Enumerable.Range(0, Queries).Select(i => i < objects.Count ? value(objects[i]) : Faint)];

    private static TinyOutput Transposed(TinyOutput rows)
    {
        var (count, columns) = ((int)rows.Shape[0], (int)rows.Shape[1]);
        var values = new float[rows.Values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = rows.Values[(i % count * columns) + (i / count)];
        }

        return rows with { Shape = [columns, count], Values = values };
    }

    private static TinyOutput FastestDet(IReadOnlyList<KnownObject> objects)
    {
        const int Grid = Side / 16;
        var values = new float[(5 + Classes) * Grid * Grid];
        Array.Fill(values, Faint);
        foreach (var known in objects)
        {
            var (column, row) = ((int)(known.X / 16), (int)(known.Y / 16));
            void Set(int plane, float value) => values[(plane * Grid * Grid) + (row * Grid) + column] = value;
            Set(0, known.Score);
            Set(1, MathF.Atanh((known.X / 16) - column));
            Set(2, MathF.Atanh((known.Y / 16) - row));
            Set(3, MathF.Log(known.Width / (Side - known.Width)));
            Set(4, MathF.Log(known.Height / (Side - known.Height)));
            Set(5 + known.Label, known.Score);
        }

        return new("784", [5 + Classes, Grid, Grid], values);
    }
}
