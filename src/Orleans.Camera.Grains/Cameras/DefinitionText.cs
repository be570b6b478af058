using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.Dispatch;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.Pipeline;
using Orleans.Camera.Core.Text;

namespace Orleans.Camera.Grains.Cameras;

/// <summary>Definitions as they are stored, and what they mean to a run.</summary>
internal static class DefinitionText
{
    private const int LongestName = 64;

    /// <param name="definition">What to store.</param>
    /// <param name="version">The stored version that it replaces; 0 for none.</param>
    public static StoredDefinition Store(CameraDefinition definition, long version) => new(
        definition.Name,
        version,
        definition.Source,
        JsonSerializer.Serialize(definition with { Source = "", Enabled = true }),
        definition.Enabled);

    /// <exception cref="CameraException">It was written by something else.</exception>
    public static CameraDefinition Read(StoredDefinition stored)
    {
        try
        {
            var definition = JsonSerializer.Deserialize<CameraDefinition>(stored.Json)!;
            return definition with { Name = stored.Camera, Source = stored.Source, Enabled = stored.IsEnabled };
        }
        catch (JsonException exception)
        {
            throw Unreadable(stored.Camera, exception.Message);
        }
    }

    /// <summary>What a run is told. Its configuration is a mark of everything that changes counts, and of nothing else.</summary>
    /// <exception cref="ArgumentException">It makes no sense; the message names what.</exception>
    public static CameraOrder OrderOf(CameraDefinition definition)
    {
        if (definition.Name.Length is 0 or > LongestName || definition.Name.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_' or '.')))
        {
            throw new ArgumentException($"'{definition.Name}' is no name of a camera: it has 1 to {LongestName} letters, digits, '-', '_' or '.'.");
        }

        RequirePlain(definition.Region, "region");
        RequirePlain(definition.Detector, "detector");
        _ = CameraPriorities.Read(definition.Priority);
        _ = definition.Dispatch.Length == 0 ? null : DispatchPolicies.Create(definition.Dispatch, seed: 0);
        foreach (var (text, what) in definition.Labels.Select(label => (label, "label"))
            .Concat(definition.Lines.Select(line => (line.Name, "name of a line"))).Concat(definition.Zones.Select(zone => (zone.Name, "name of a zone"))))
        {
            RequirePlain(text, what);
        }

        var order = new CameraOrder
        {
            Camera = definition.Name,
            Address = definition.Source,
            Detector = definition.Detector,
            Plan = new CountingPlan
            {
                Lines = [.. definition.Lines.Select(line => LineOf(line, definition.Detector))],
                Zones = [.. definition.Zones.Select(zone => ZoneOf(zone, definition.Detector))],
                Labels = definition.Labels,
            },
            ProcessFps = definition.ProcessFps,
            RealTime = definition.RealTime,
            Configuration = MarkOf(definition),
        };
        order.Validate();
        return order;
    }

    /// <summary>Logs, terminals and pages show these texts: what could steer them, such as an escape or a mark of direction, is refused where it comes in.</summary>
    private static void RequirePlain(string text, string what)
    {
        if (!text.EnumerateRunes().All(Printable.IsVisible))
        {
            throw new ArgumentException($"The {what} has a character that cannot be seen. Write it with letters, digits and signs.");
        }
    }

    private static CameraException Unreadable(string camera, string reason) =>
        new($"The stored definition of camera {camera} cannot be read ({reason}). Configure it anew.");

    private static long MarkOf(CameraDefinition definition)
    {
        var counted = JsonSerializer.SerializeToNode(definition with { Source = "", Region = "", RealTime = false, Enabled = true })!.AsObject();

        // Which worker looks at a picture changes no count; without these, marks are what they were before there were workers.
        counted.Remove(nameof(CameraDefinition.Priority));
        counted.Remove(nameof(CameraDefinition.Dispatch));
        return BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(counted)));
    }

    private static LineZoneDefinition LineOf(LineDefinition line, string detector) => new()
    {
        Name = line.Name,
        Start = new ImagePoint(line.X1, line.Y1),
        End = new ImagePoint(line.X2, line.Y2),
        Anchor = AnchorOf(line.Anchor, detector, $"line '{line.Name}'"),
    };

    private static ZoneDefinition ZoneOf(AreaDefinition zone, string detector)
    {
        if (zone.Corners.Count % 2 != 0)
        {
            throw new ArgumentException($"The zone '{zone.Name}' has {zone.Corners.Count} coordinates; two make a corner.");
        }

        return new ZoneDefinition
        {
            Name = zone.Name,
            Polygon = [.. zone.Corners.Chunk(2).Select(corner => new ImagePoint(corner[0], corner[1]))],
            Anchor = AnchorOf(zone.Anchor, detector, $"zone '{zone.Name}'"),
        };
    }

    /// <summary>Moving parts have no feet: what the motion detector finds is known by its middle.</summary>
    private static Anchor AnchorOf(string text, string detector, string what) => text switch
    {
        "bottom-center" => Anchor.BottomCenter,
        "center" => Anchor.Center,
        "" => detector == IDetectors.Motion ? Anchor.Center : Anchor.BottomCenter,
        _ => throw new ArgumentException($"The {what} has the anchor '{text}'; it must be 'bottom-center' or 'center'."),
    };
}
