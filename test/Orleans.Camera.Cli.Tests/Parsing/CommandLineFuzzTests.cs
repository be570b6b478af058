using Orleans.Camera.Cli.Counting;

namespace Orleans.Camera.Cli.Tests.Parsing;

public sealed class CommandLineFuzzTests
{
    private const int Vectors = 100_000;

    private static readonly string[] _words =
    [
        "count", "a.mp4", "-", "--", "-i", "--line", "--zone", "--detector", "motion", "onnx", "--model", "yolox-nano", "--labels", "person,car",
        "--anchor", "center", "--detections", "d.txt", "--tracks", "t.txt", "--process-fps", "5", "--json", "--annotate", "o.mp4", "--snapshot",
        "o.png", "--size", "640x480", "--fps", "--start", "--rtsp-transport", "udp", "l=0,0,1,1", "z=0,0,1,0,1,1", "l=0,0,0,0", "=", ",", "NaN",
        "rtsp://u:p@h/x", "-h", "@x", "--line=l=0,0,1,1", "--json=false", "--size:1x1", "[suggest]", "1e999", "0x10", "\u0000", "\ud800", "💥", "",
    ];

    [Fact]
    public void Any_arguments_are_either_valid_settings_or_a_told_fault()
    {
        var random = new Random(20240501);
        var valid = 0;
        for (var i = 0; i < Vectors; i++)
        {
            var args = ArgumentsFrom(random);
            try
            {
                AssertSound(Invocation.SettingsOf(args));
                valid++;
            }
            catch (UsageException fault)
            {
                Assert.False(string.IsNullOrWhiteSpace(fault.Message));
            }
        }

        // A fuzzer that never gets past the first check tests nothing.
        Assert.InRange(valid, Vectors / 100, Vectors);
    }

    private static void AssertSound(CountSettings settings)
    {
        Assert.True(settings.Source is not null || settings is { Detections: not null, Virtual: not null });
        Assert.NotEmpty(settings.Lines);
        Assert.All(settings.Lines, line => Assert.True(line.Start != line.End));
        Assert.All(settings.Zones, zone => Assert.True(zone.Polygon.Count >= 3));
        var points = settings.Lines.SelectMany(line => new[] { line.Start, line.End }).Concat(settings.Zones.SelectMany(zone => zone.Polygon));
        Assert.All(points, point => Assert.True(point is { X: >= 0 and <= 1, Y: >= 0 and <= 1 }));
        Assert.True(settings.ProcessFps is null or (> 0 and <= 1000));
        Assert.True(settings.Start >= 1);
    }

    private static string[] ArgumentsFrom(Random random)
    {
        var args = new string[random.Next(8)];
        for (var i = 0; i < args.Length; i++)
        {
            args[i] = random.Next(10) switch
            {
                0 => Shape(random),
                1 => Noise(random),
                2 => Mutated(_words[random.Next(_words.Length)], random),
                _ => _words[random.Next(_words.Length)],
            };
        }

        return random.Next(2) == 0 ? ["clip.mp4", .. args] : args;
    }

    private static string Shape(Random random)
    {
        var numbers = Enumerable.Range(0, random.Next(10)).Select(_ => random.Next(6) == 0 ? Noise(random) : $"{random.NextDouble() * 1.1:R}");
        return $"n{random.Next(3)}={string.Join(',', numbers)}";
    }

    private static string Noise(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => (char)(random.Next(4) == 0 ? random.Next(0x10000) : random.Next(32, 127))));

    private static string Mutated(string word, Random random)
    {
        var at = random.Next(word.Length + 1);
        return random.Next(2) == 0 ? word[..at] : word.Insert(at, Noise(random));
    }
}
