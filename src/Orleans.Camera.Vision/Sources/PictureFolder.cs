using System.Globalization;
using Orleans.Camera.Core.Frames;

namespace Orleans.Camera.Vision.Sources;

/// <summary>
/// The pictures of a folder in the order a person would count them, as the numbered row of names that FFmpeg reads: a folder
/// of links, gone after use.
/// </summary>
internal sealed class PictureFolder : IDisposable
{
    private static readonly Dictionary<string, string> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        [".jpg"] = ".jpg",
        [".jpeg"] = ".jpg",
        [".png"] = ".png",
        [".bmp"] = ".bmp",
        [".webp"] = ".webp",
        [".tif"] = ".tiff",
        [".tiff"] = ".tiff",
        [".ppm"] = ".ppm",
        [".pgm"] = ".pgm",
    };

    private readonly string _links;

    private PictureFolder(string links, string pattern, IReadOnlyList<string> pictures) =>
        (_links, Pattern, Count, Identity) = (links, pattern, pictures.Count, SourceIdentity.Of(pictures));

    /// <summary>The name with its number's place that FFmpeg is given.</summary>
    public string Pattern { get; }

    public int Count { get; }

    /// <summary>Tells these pictures from others, by names and lengths.</summary>
    public string Identity { get; }

    /// <param name="address">The folder.</param>
    /// <param name="policy">Must allow each picture, which may be a link; null allows all.</param>
    /// <exception cref="SourceException">
    /// The folder has no pictures, or pictures of several kinds, or a picture elsewhere that is not allowed.
    /// </exception>
    public static PictureFolder Open(SourceAddress address, SourcePolicy? policy)
    {
        try
        {
            var pictures = Directory.EnumerateFiles(address.Target)
                .Where(file => Kinds.ContainsKey(Path.GetExtension(file)))
                .Order(new NaturalOrder())
                .Select(file => policy?.RealPath(address, file) ?? file)
                .ToList();
            var kinds = pictures.Select(file => Kinds[Path.GetExtension(file)]).Distinct(StringComparer.Ordinal).ToList();
            return kinds.Count switch
            {
                0 => throw new SourceException($"{address.Name}: there is no picture in this folder; it needs .jpg, .png, .bmp, .webp, .tiff, .ppm or .pgm files."),
                1 => Link(pictures, kinds[0]),
                _ => throw new SourceException($"{address.Name}: this folder mixes {string.Join(" and ", kinds)}; leave one kind of pictures in it."),
            };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SourceException($"{address.Name}: the folder cannot be read ({exception.Message}).", exception);
        }
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(_links, recursive: true);
        }
        catch (IOException)
        {
            // Links left behind in the folder for temporary files do no harm.
        }
    }

    private static PictureFolder Link(List<string> pictures, string kind)
    {
        var links = Directory.CreateTempSubdirectory("orleans-camera-").FullName;
        for (var i = 0; i < pictures.Count; i++)
        {
            File.CreateSymbolicLink(Path.Combine(links, string.Create(CultureInfo.InvariantCulture, $"{i + 1:D8}{kind}")), pictures[i]);
        }

        return new PictureFolder(links, Path.Combine(links, "%08d" + kind), pictures);
    }
}
