using Orleans.Camera.Benchmarks.Clips;
using Orleans.Camera.Benchmarks.Contenders;
using Orleans.Camera.Benchmarks.Measuring;
using Orleans.Camera.Benchmarks.Report;

namespace Orleans.Camera.Benchmarks.Pipeline;

/// <summary>Runs the contenders over a clip in turns: one round to warm up, then A B C, A B C, ...</summary>
internal static class Rounds
{
    /// <param name="progress">Told what runs.</param>
    public static async Task<IReadOnlyList<ContenderResult>> RunAsync(
        Clip clip, IReadOnlyList<IContender> contenders, int runs, Action<string> progress, CancellationToken cancellationToken)
    {
        var samples = contenders.ToDictionary(contender => contender, _ => new List<CpuSample>());
        var notes = contenders.ToDictionary(contender => contender, contender => contender.Missing);
        for (var round = 0; round <= runs; round++)
        {
            foreach (var contender in contenders.Where(contender => notes[contender] is null))
            {
                try
                {
                    var sample = await contender.RunAsync(clip, cancellationToken);
                    progress($"{clip.Name}, {(round == 0 ? "warm-up" : $"round {round} of {runs}")}: "
                        + $"{contender.Title}: {sample.PerThousand:0.000} s");
                    Take(contender, sample, round);
                }
                catch (BenchException failure)
                {
                    notes[contender] = failure.Message;
                    samples[contender].Clear();
                }
            }
        }

        return [.. contenders.Select(contender =>
            new ContenderResult(contender.Key, contender.Title, clip.Name, samples[contender], notes[contender]))];

        void Take(IContender contender, CpuSample sample, int round)
        {
            if (sample.Pictures != clip.Pictures)
            {
                throw new BenchException($"it saw {sample.Pictures} of {clip.Pictures} pictures");
            }

            if (round > 0)
            {
                samples[contender].Add(sample);
            }
        }
    }
}
