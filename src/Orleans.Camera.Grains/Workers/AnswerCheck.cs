using Orleans.Camera.Core.Detecting;

namespace Orleans.Camera.Grains.Workers;

/// <summary>Whether what a model found can be true. One that answers nonsense lives: to give the picture to another would not help.</summary>
internal static class AnswerCheck
{
    /// <summary>More boxes than this on one picture are nonsense.</summary>
    public const int MostBoxes = 10_000;

    /// <param name="labels">How many labels the model has.</param>
    /// <returns>In words; null where nothing is wrong.</returns>
    public static string? FaultOf(List<Detection> found, int labels)
    {
        if (found.Count > MostBoxes)
        {
            return $"{found.Count} boxes on one picture, {MostBoxes} at most make sense";
        }

        foreach (var one in found)
        {
            if (!(float.IsFinite(one.Box.Left) && float.IsFinite(one.Box.Top) && float.IsFinite(one.Box.Right) && float.IsFinite(one.Box.Bottom) && one.Score is >= 0 and <= 1))
            {
                return "a box or a score that is no number";
            }

            if ((uint)one.Label >= (uint)labels || one.Box.Right <= 0 || one.Box.Bottom <= 0 || one.Box.Left >= 1 || one.Box.Top >= 1)
            {
                return "a box outside the picture, or of a label that it does not have";
            }
        }

        return null;
    }
}
