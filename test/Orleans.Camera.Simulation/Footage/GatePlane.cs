using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Simulation.Footage;

/// <summary>Small pictures for the motion gate: a wall that grows lighter, with things that move before it.</summary>
internal static class GatePlane
{
    public static PictureSize Size { get; } = new(64, 36);

    public static void Draw(Span<byte> plane, TimeSpan at)
    {
        var light = (int)(at.TotalSeconds * 2);
        for (var index = 0; index < plane.Length; index++)
        {
            plane[index] = (byte)(40 + (index * 7 % 23) + light);
        }

        foreach (var (_, box) in Scenes.Things(scene: 3, at))
        {
            for (var y = (int)(box.Top * Size.Height); y < (int)(box.Bottom * Size.Height); y++)
            {
                plane[((y * Size.Width) + (int)(box.Left * Size.Width))..((y * Size.Width) + (int)(box.Right * Size.Width))].Fill((byte)(170 + (light / 2)));
            }
        }
    }
}
