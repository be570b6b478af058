using System.Text;
using Orleans.Camera.Placement.Machines;

namespace Orleans.Camera.Placement.Tests.Machines;

/// <summary>Whatever a kernel may say: nothing throws, and no number comes out that cannot be.</summary>
public class AnyTextTests
{
    private const int Texts = 20_000;

    [Theory]
    [InlineData("bare-host")]
    [InlineData("container-v2")]
    [InlineData("container-v1")]
    [InlineData("nested-slice")]
    public void No_text_comes_out_of_a_parser_as_a_fault_or_as_nonsense(string name)
    {
        var seeds = RecordedMachine.Text(name).Split("\n== ").Select(part => Encoding.UTF8.GetBytes(part[(part.IndexOf('\n') + 1)..]))
            .Append("77 (a) S 1 1 1 0 -1 4194560 9 9 0 0 250 50 7 7 20 0 4 0 123456 9999 2000 1"u8.ToArray()).Append("0-3,8"u8.ToArray()).ToArray();
        var random = new Random(20261126);
        for (var i = 0; i < Texts; i++)
        {
            Check(Damage(seeds[random.Next(seeds.Length)], random));
        }
    }

    [Theory]
    [InlineData("bare-host")]
    [InlineData("container-v2")]
    [InlineData("container-v1")]
    [InlineData("nested-slice")]
    public void A_machine_of_which_anything_is_missing_or_damaged_can_be_read(string name)
    {
        using var machine = new RecordedMachine(name);
        var random = new Random(20261127);
        var files = Directory.GetFiles(machine.Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray();
        for (var i = 0; i < 300; i++)
        {
            var path = files[random.Next(files.Length)];
            var before = File.ReadAllBytes(path);
            if (random.Next(4) == 0)
            {
                File.Delete(path);
            }
            else
            {
                File.WriteAllBytes(path, Damage(before, random));
            }

            var cpu = new CpuMeter(machine.Files, TimeSpan.FromSeconds(1));
            cpu.Read(TimeSpan.Zero);
            cpu.Read(TimeSpan.FromSeconds(1));
            var (memory, io) = (new MemoryReader(machine.Files).Read(), new IoReader(machine.Files));
            Assert.True(cpu is { Busy: null or (>= 0 and <= 1), Limit: null or > 0 });
            Assert.True(memory is { Used: null or >= 0, Limit: null or >= 0 });
            NotNegative(io.Network());
            NotNegative(io.Disks());
            File.WriteAllBytes(path, before);
        }
    }

    [Theory]
    [InlineData("0-3,8", 5)]
    [InlineData("0,0-1", 2)]
    [InlineData("3-1", 0)]
    [InlineData("", 0)]
    [InlineData("0-99999999999", 0)]
    [InlineData("1;2", 0)]
    public void A_list_of_processors_is_understood_or_unknown(string text, int count) =>
        Assert.Equal(count, CpuTexts.Set(Encoding.ASCII.GetBytes(text))?.Count ?? 0);

    private static void Check(byte[] text)
    {
        Assert.True(CpuTexts.Ticks(text, allowed: null) is null or { Busy: >= 0, Total: >= 0, Cpus: > 0 });
        Assert.True(CpuTexts.Set(text) is null or { Count: > 0 and <= CpuSet.Most });
        Assert.True(CpuTexts.Allowed(text) is null or { Count: > 0 });
        Assert.True(CpuTexts.Max(text) is null or > 0);
        Assert.True(SystemText.ValueOf(text, "MemTotal:"u8) is null or >= 0);
        Assert.All(CgroupTexts.Mounts(text), mount => Assert.StartsWith("/", mount.Point, StringComparison.Ordinal));
        _ = CgroupTexts.Membership(text, "memory") ?? CgroupTexts.Membership(text, "");
        NotNegative(IoTexts.Network(text, _ => true));
        NotNegative(IoTexts.Disks(text, _ => true));
        NotNegative(IoTexts.Group(text));
        NotNegative(IoTexts.OldGroup(text));
        Assert.True(ProcessReader.Parse(text, 4096) is null or { Memory: >= 0, Started: >= 0, CpuTime.Ticks: >= 0 });
    }

    private static void NotNegative(IoBytes? bytes) => Assert.True(bytes is null or { In: >= 0, Out: >= 0 });

    private static byte[] Damage(byte[] seed, Random random)
    {
        string[] numbers = ["9223372036854775807", "18446744073709551615", "-1", "99999999999999999999999", "max", "\0", "\n", " ", ":", ",", "-", "\\777", "\xff"];
        var bytes = new List<byte>(seed);
        for (var changes = random.Next(1, 6); changes > 0 && bytes.Count > 0; changes--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.InsertRange(at, Encoding.Latin1.GetBytes(numbers[random.Next(numbers.Length)]));
                    break;
                case 2:
                    bytes.RemoveRange(at, random.Next(1, Math.Min(16, bytes.Count - at + 1)));
                    break;
                default:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 64), bytes.Count - at)));
                    break;
            }
        }

        return [.. bytes];
    }
}
