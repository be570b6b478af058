using Orleans.Camera.Placement.Gpus;
using Orleans.Camera.Testing.Processes;

namespace Orleans.Camera.Placement.Tests.Gpus;

/// <summary>The binding, held against a library with NVIDIA's names and shapes that a C compiler makes on the spot.</summary>
public sealed class NvmlLibraryTests : IDisposable
{
    private const string Source = """
        #include <string.h>
        typedef struct { unsigned long long total, free, used; } memory;
        typedef struct { unsigned int gpu, memory; } utilization;
        int nvmlInit_v2(void) { return 0; }
        int nvmlShutdown(void) { return 0; }
        int nvmlDeviceGetCount_v2(unsigned int *count) { *count = 2; return 0; }
        int nvmlDeviceGetHandleByIndex_v2(unsigned int index, void **device) { *device = (void *)(long)(index + 7); return 0; }
        int nvmlDeviceGetName(void *device, char *name, unsigned int length)
            { if (length < 96) return 7; strcpy(name, (long)device == 7 ? "First" : "Second"); return 0; }
        int nvmlDeviceGetMemoryInfo(void *device, memory *m) { m->total = 4000000000000ULL; m->free = 1; m->used = 3 + (long)device; return 0; }
        int nvmlDeviceGetUtilizationRates(void *device, utilization *u) { u->gpu = 25; u->memory = 99; return 0; }
        int nvmlDeviceGetTemperature(void *device, int sensor, unsigned int *celsius) { if (sensor != 0) return 2; *celsius = 61; return 0; }
        int nvmlDeviceGetMigMode(void *device, unsigned int *current, unsigned int *pending) { *current = (long)device == 8; *pending = 1; return 0; }
        int nvmlDeviceGetMaxMigDeviceCount(void *device, unsigned int *count) { *count = 3; return 0; }
        int nvmlDeviceGetMigDeviceHandleByIndex(void *device, unsigned int index, void **part)
            { *part = (void *)(100L + index); return index == 1 ? 6 : 0; }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [CompilerFact]
    public async Task The_binding_reads_what_the_library_says()
    {
        using var reader = new GpuReader(await LoadAsync(Source));

        Assert.Equal(
            [
                new GpuReading(0, null, "First", 4_000_000_000_000, 10, 0.25, 61),
                new GpuReading(1, 0, "Second", 4_000_000_000_000, 103, 0.25, 61),
                new GpuReading(1, 2, "Second", 4_000_000_000_000, 105, 0.25, 61),
            ],
            reader.Look().Gpus);
    }

    [CompilerFact]
    public async Task A_library_without_a_function_is_an_old_driver_and_no_crash()
    {
        using var empty = new GpuReader(await LoadAsync("int nothing(void) { return 0; }"));
        Assert.Contains("too old", empty.Look().Fault, StringComparison.Ordinal);

        var withoutParts = string.Join('\n', Source.Split('\n').Where(line => !line.Contains("Mig", StringComparison.Ordinal) && !line.Contains("*part", StringComparison.Ordinal)));
        using var old = new GpuReader(await LoadAsync(withoutParts));
        Assert.Equal(["gpu0", "gpu1"], old.Look().Gpus.Select(gpu => gpu.Id));
    }

    [Fact]
    public void A_library_that_is_absent_is_no_fault_and_one_that_is_none_is()
    {
        Assert.Null(NvmlLibrary.Load("libno-such-nvml.so.1", out var absent));
        Assert.Null(absent);

        var file = _folder["libnvidia-ml.so.1"];
        File.WriteAllText(file, "no library");
        Assert.Null(NvmlLibrary.Load(file, out var broken));
        Assert.NotNull(broken);
    }

    private async Task<NvmlLibrary> LoadAsync(string source)
    {
        var name = Guid.NewGuid().ToString("N");
        await File.WriteAllTextAsync(_folder[name + ".c"], source);
        var run = await ProgramRun.OfAsync("cc", ["-shared", "-fPIC", "-o", _folder[name + ".so"], _folder[name + ".c"]]);
        Assert.True(run.ExitCode == 0, string.Join('\n', run.Lines));
        return NvmlLibrary.Load(_folder[name + ".so"], out _)!;
    }

    /// <summary>Where there is no C compiler, the test is left out and says so.</summary>
    private sealed class CompilerFactAttribute : FactAttribute
    {
        public CompilerFactAttribute()
        {
            if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "cc"))))
            {
                Skip = "there is no C compiler (cc)";
            }
        }
    }
}
