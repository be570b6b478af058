using System.Runtime.InteropServices;
using Orleans.Camera.Core.Detecting;

namespace Orleans.Camera.Vision.Detectors;

/// <summary>
/// Greedy non-maximum suppression within each label: from the strongest box down, a box stays unless it overlaps a
/// stronger one that stayed. Equal scores keep the order in which they came. Allocates nothing in steady state.
/// </summary>
internal sealed class Suppression
{
    /// <summary>Only so many of the strongest boxes are looked at, so that a senseless model cannot stall a camera.</summary>
    public const int MostCandidates = 2048;

    private readonly List<Detection> _kept = [];
    private ulong[] _order = [];

    /// <summary>Leaves the boxes that stay, strongest first.</summary>
    /// <param name="threshold">Greatest overlap (intersection over union) that both boxes survive; 1 keeps every box.</param>
    /// <param name="most">At most so many stay.</param>
    public void Apply(List<Detection> boxes, float threshold, int most)
    {
        var all = CollectionsMarshal.AsSpan(boxes);
        var order = Sort(all);
        _kept.Clear();
        foreach (var key in order[..Math.Min(order.Length, MostCandidates)])
        {
            if (_kept.Count == most)
            {
                break;
            }

            ref readonly var box = ref all[(int)(uint)key];
            if (!IsCovered(box, threshold))
            {
                _kept.Add(box);
            }
        }

        boxes.Clear();
        boxes.AddRange(_kept);
    }

    private bool IsCovered(in Detection box, float threshold)
    {
        foreach (ref readonly var kept in CollectionsMarshal.AsSpan(_kept))
        {
            if (kept.Label == box.Label && kept.Box.IntersectionOverUnion(box.Box) > threshold)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Indices by descending score. A positive float sorts like its bits, so one number holds score and index.</summary>
    private ReadOnlySpan<ulong> Sort(ReadOnlySpan<Detection> boxes)
    {
        if (_order.Length < boxes.Length)
        {
            _order = new ulong[boxes.Length * 2];
        }

        for (var i = 0; i < boxes.Length; i++)
        {
            var score = BitConverter.SingleToUInt32Bits(Math.Max(boxes[i].Score, 0f));
            _order[i] = ((ulong)~score << 32) | (uint)i;
        }

        var order = _order.AsSpan(0, boxes.Length);
        order.Sort();
        return order;
    }
}
