using System.Numerics;
using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Testing.Scenes;

/// <summary>From where the street is seen, and how busy it is.</summary>
/// <param name="Height">Of the camera, metres.</param>
/// <param name="Pitch">Downwards, radians.</param>
/// <param name="Pause">How many seconds pass between two vehicles of a lane beyond those of the rush hour.</param>
public sealed record StreetView(float Height, float Pitch, float Pause)
{
    /// <summary>From a window in the rush hour: vehicles of the two lanes hide each other most of the time.</summary>
    public static readonly StreetView Window = new(8.5f, 0.28f, 0);

    /// <summary>From a mast, as traffic cameras are mounted, at a quieter hour.</summary>
    public static readonly StreetView Mast = new(12, 0.4f, 7);

    /// <summary>
    /// From a roof, in the quietest hour, and without a seam: everybody who comes has gone by the end, so that the street can be
    /// shown after itself for ever.
    /// </summary>
    /// <remarks>
    /// A motion detector can count here: seen from so high people and vehicles do not hide each other, nobody meets another on
    /// a line, and everybody is brighter or darker than the ground, so that nobody is seen in two halves.
    /// </remarks>
    public static readonly StreetView Roof = new(16, 0.55f, 7) { Stroll = 5, Contrast = 0.14f, Apart = 1.5f, IsLoop = true };

    /// <summary>How many seconds pass between two people beyond those of the rush hour.</summary>
    public float Stroll { get; init; }

    /// <summary>How much brighter or darker than the ground everybody is at least, 0..1.</summary>
    public float Contrast { get; init; }

    /// <summary>How many seconds pass between two that cross a line; whoever would come sooner stays at home.</summary>
    public float Apart { get; init; }

    /// <summary>Whether the street is empty at the beginning and at the end.</summary>
    public bool IsLoop { get; init; }
}

/// <summary>
/// A minute in a street, for the demo, the benchmarks and the tests: people both ways on the pavement, vehicles both ways on
/// the road, shadows, clouds before the sun, sensor noise, a lamp post to pass behind.
/// </summary>
/// <remarks>Two lines: <c>sidewalk</c> and <c>road</c>, both <c>in</c> for what goes to the right.</remarks>
public static class StreetScene
{
    // Brightness of the ground, as the backdrop paints it.
    private const float Asphalt = 0.34f;
    private const float Slabs = 0.63f;

    /// <summary>Where the lines are on the road, metres.</summary>
    private const float LinesX = -2.6f;

    private static readonly Ink[] _paints =
    [
        Ink.Rgb(0.75f, 0.10f, 0.10f), Ink.Rgb(0.92f, 0.92f, 0.90f), Ink.Rgb(0.12f, 0.25f, 0.55f), Ink.Rgb(0.10f, 0.10f, 0.12f),
        Ink.Rgb(0.85f, 0.68f, 0.15f), Ink.Rgb(0.75f, 0.77f, 0.79f), Ink.Rgb(0.10f, 0.38f, 0.28f),
    ];

    private static readonly Ink[] _cloths =
    [
        Ink.Rgb(0.15f, 0.20f, 0.40f), Ink.Rgb(0.60f, 0.12f, 0.14f), Ink.Rgb(0.13f, 0.13f, 0.14f), Ink.Rgb(0.93f, 0.90f, 0.84f),
        Ink.Rgb(0.22f, 0.38f, 0.28f), Ink.Rgb(0.85f, 0.55f, 0.15f), Ink.Rgb(0.35f, 0.25f, 0.42f),
    ];

    /// <param name="seed">Who comes when.</param>
    /// <param name="size">Of the picture; 16:9 or near.</param>
    /// <param name="framesPerSecond">Of the video.</param>
    /// <param name="seconds">How long; people and vehicles keep coming.</param>
    /// <param name="view">Null for <see cref="StreetView.Window"/>.</param>
    public static Scene Create(
        int seed = 1, PictureSize? size = null, double framesPerSecond = 15, double seconds = 60, StreetView? view = null)
    {
        view ??= StreetView.Window;
        var picture = size ?? new PictureSize(1280, 720);
        var random = new Random(seed);
        var camera = new SceneCamera(picture, view.Height, view.Pitch, picture.Width * 0.86f);
        var backdrop = new StreetBackdrop(seed);
        return new Scene("street", seed, camera, backdrop.Paint)
        {
            FramesPerSecond = framesPerSecond,
            Length = (int)(seconds * framesPerSecond),
            Actors = [.. Passers(random, (float)seconds, view), Lamp(8.2f)],
            Lines = [Line("sidewalk", from: 1, to: 0.77f), Line("road", from: 0.768f, to: 0.44f)],
            Weather = new SceneWeather { Sun = new SceneSun(new Vector2(0.45f, 0.3f), 0.36f, 3), Noise = 2.2f, Light = Clouds },
        };
    }

    /// <summary>
    /// The street at an hour when nobody comes, or a car now and then; no cloud either, and of the sensor's noise what a camera's
    /// own filter leaves of it in a still picture.
    /// </summary>
    /// <param name="size">Of the picture; 16:9 or near.</param>
    /// <param name="framesPerSecond">Of the video.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="carEvery">Seconds from one car to the next, each of which takes two to pass; null for none.</param>
    public static Scene Quiet(PictureSize size, double framesPerSecond, double seconds, double? carEvery = null)
    {
        var street = Create(seed: 1, size, framesPerSecond, seconds);
        var starts = carEvery is { } every ? Enumerable.Range(0, (int)(seconds / every)).Select(number => (float)((number + 0.5) * every)) : [];
        return new Scene("quiet street", street.Seed, street.Camera, new StreetBackdrop(street.Seed).Paint)
        {
            FramesPerSecond = framesPerSecond,
            Length = street.Length,
            Actors = [.. starts.Select(start => new Vehicle(Across(start, 22, toRight: true, 19.9f, 22), VehicleLook.Car(_paints[0], 1))), Lamp(8.2f)],
            Lines = street.Lines,
            Weather = new SceneWeather { Sun = street.Weather.Sun, Noise = 0.7f },
        };
    }

    /// <summary>A cloud comes fast and goes slowly, twice a minute.</summary>
    private static (float Gain, float Offset) Clouds(float time)
    {
        var phase = time % 30;
        var shade = Math.Clamp((phase - 11) / 0.8f, 0, 1) * Math.Clamp((19 - phase) / 3, 0, 1);
        return (1 - (0.22f * shade), 0);
    }

    /// <summary>An upright line, drawn upwards: what goes to the right is <c>in</c>. Good for both anchors.</summary>
    private static LineZoneDefinition Line(string name, float from, float to) =>
        new() { Name = name, Start = new ImagePoint(0.4f, from), End = new ImagePoint(0.4f, to) };

    private static IEnumerable<ISceneActor> Passers(Random random, float seconds, StreetView view)
    {
        var free = 0f;
        var all = People(random, seconds, view).Concat(Vehicles(random, seconds, view)).Where(passer => !view.IsLoop || !passer.IsOnStage(seconds));
        return view.Apart == 0 ? all : all.Select(passer => (Passer: passer, Time: TimeAtLines(passer, seconds))).OrderBy(item => item.Time)
            .Where(item => item.Time >= free && (free = item.Time + view.Apart) > 0).Select(item => item.Passer);
    }

    /// <summary>When somebody is where the lines are, within a tenth of a second.</summary>
    private static float TimeAtLines(ISceneActor passer, float seconds)
    {
        var isLeft = passer.Position(0).X < LinesX;
        return Enumerable.Range(0, (int)(10 * seconds)).Select(tenth => tenth / 10f).FirstOrDefault(time => passer.Position(time).X < LinesX != isLeft);
    }

    private static IEnumerable<ISceneActor> People(Random random, float seconds, StreetView view)
    {
        var cloths = Seen(_cloths, Slabs, view);
        var start = 1f;
        while (start < seconds - 14)
        {
            var toRight = random.Next(2) == 0;
            var z = (toRight ? 13.7f : 15f) + (0.5f * random.NextSingle());
            var speed = 1.15f + (0.5f * random.NextSingle());
            yield return new Walker(Across(start, speed, toRight, z, 10.5f), Look(random, cloths));
            start += 3.4f + (3.2f * random.NextSingle()) + view.Stroll;
        }
    }

    private static IEnumerable<ISceneActor> Vehicles(Random random, float seconds, StreetView view)
    {
        var (paints, cloths) = (Seen(_paints, Asphalt, view), Seen(_cloths, Asphalt, view));
        float[] free = [2, 3.5f];
        for (var lane = 0; lane < 2; lane++)
        {
            while (free[lane] < seconds - 6)
            {
                var (toRight, z) = lane == 0 ? (true, 19.9f) : (false, 24.2f);
                var speed = 7.5f + (1.5f * lane);
                if (random.Next(5) == 0)
                {
                    var look = Look(random, cloths);
                    yield return new Cyclist(Across(free[lane], 5, toRight, z, 19), look, paints[random.Next(paints.Length)]);
                    free[lane] += 5.2f;
                }
                else
                {
                    yield return new Vehicle(Across(free[lane], speed, toRight, z, 22), Vehicle(random, paints));
                }

                free[lane] += 3.2f + (3.5f * random.NextSingle()) + view.Pause;
            }
        }
    }

    private static ScenePath Across(float start, float speed, bool toRight, float z, float reach)
    {
        var from = toRight ? -reach : reach;
        return new ScenePath((start, from, z), (start + (2 * reach / speed), -from, z));
    }

    /// <summary>The colours that are seen on a ground of some brightness.</summary>
    private static Ink[] Seen(Ink[] inks, float ground, StreetView view) => [.. inks.Where(ink => Math.Abs(ink.Brightness - ground) >= view.Contrast)];

    private static VehicleLook Vehicle(Random random, Ink[] paints) => random.Next(6) switch
    {
        0 => VehicleLook.Van(Paint(random, paints)),
        1 => VehicleLook.Bus(Paint(random, paints)),
        _ => VehicleLook.Car(Paint(random, paints), 0.95f + (0.1f * random.NextSingle())),
    };

    private static Ink Paint(Random random, Ink[] paints) => paints[random.Next(paints.Length)];

    private static WalkerLook Look(Random random, Ink[] cloths)
    {
        var height = 1.58f + (0.3f * random.NextSingle());
        return new WalkerLook(
            height,
            height * (0.25f + (0.05f * random.NextSingle())),
            cloths[random.Next(cloths.Length)],
            _cloths[random.Next(3)].Times(0.8f),
            Ink.Rgb(0.80f, 0.62f, 0.50f).Times(0.55f + (0.5f * random.NextSingle())),
            Ink.Rgb(0.25f, 0.17f, 0.10f).Times(0.4f + random.NextSingle()));
    }

    private static Post Lamp(float x) => new(new Vector3(x, 0, 12.9f), 6, 0.07f, Ink.Rgb(0.22f, 0.25f, 0.24f));
}
