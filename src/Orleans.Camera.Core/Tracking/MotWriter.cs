using System.Globalization;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Core.Tracking;

/// <summary>
/// Writes tracks in the text form of the MOTChallenge, <c>frame,id,left,top,width,height,score,-1,-1,-1</c>: lengths in
/// pixels of the source, with two decimals.
/// </summary>
/// <param name="writer">Where to; stays the caller's.</param>
/// <param name="source">Size of the source's pictures.</param>
public sealed class MotWriter(TextWriter writer, PictureSize source)
{
    private readonly char[] _line = new char[256];

    /// <summary>Writes the tracks of one picture, a line each.</summary>
    /// <param name="frame">Its number, from 1.</param>
    /// <param name="tracks">Tracks seen on it.</param>
    public void Write(long frame, IReadOnlyList<Track> tracks)
    {
        ArgumentNullException.ThrowIfNull(tracks);
        for (var index = 0; index < tracks.Count; index++)
        {
            var track = tracks[index];
            var box = track.Box;
            _line.AsSpan().TryWrite(
                CultureInfo.InvariantCulture,
                $"{frame},{track.Id},{box.Left * source.Width:0.00},{box.Top * source.Height:0.00},{box.Width * source.Width:0.00},{box.Height * source.Height:0.00},{track.Score:0.###},-1,-1,-1\n",
                out var length);
            writer.Write(_line, 0, length);
        }
    }
}
