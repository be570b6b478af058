using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orleans.Camera.Benchmarks.Report;

/// <summary>The report as one JSON object.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static string Write(BenchReport report) => JsonSerializer.Serialize(
        new
        {
            Type = "bench",
            report.CommandLine,
            report.Date,
            report.Machine,
            report.Runs,
            report.Reached,
            Clips = report.Clips.Select(clip => new
            {
                clip.Name,
                clip.Size.Width,
                clip.Size.Height,
                clip.FramesPerSecond,
                clip.Pictures,
                clip.BytesPerPicture,
                clip.Decides,
            }),
            Contenders = report.Contenders.Select(result => new
            {
                result.Clip,
                result.Key,
                result.Title,
                CpuSecondsPerThousandPictures = result.PerThousand,
                Runs = result.Figures,
                result.Note,
            }),
            report.Measures,
        },
        Options);
}
