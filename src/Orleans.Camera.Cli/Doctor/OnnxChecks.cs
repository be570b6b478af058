using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Vision.Models;
using Orleans.Camera.Vision.Onnx;

namespace Orleans.Camera.Cli.Doctor;

/// <summary>Looks for ONNX Runtime and for models. The motion detector needs neither.</summary>
internal static class OnnxChecks
{
    public static Finding Runtime()
    {
        try
        {
            var runtime = OnnxRuntimeInfo.Probe();
            return new Finding("ONNX Runtime", $"{runtime.Version} ({string.Join(", ", runtime.Providers)})");
        }
        catch (ModelException fault)
        {
            return new Finding("ONNX Runtime", "none; --detector motion works without", fault.Message);
        }
    }

    public static Finding Models()
    {
        try
        {
            var entries = ModelStore.Default().List();
            var here = entries.Where(entry => entry.IsStored).ToList();
            if (here.Count == 0)
            {
                var known = entries.Count > 0 ? entries[0].Name : "NAME";
                return new Finding("Models", "none", $"./camera model pull {known}");
            }

            var damaged = here.Find(entry => entry.Fault is not null);
            return new Finding(
                "Models", string.Join(", ", here.Select(entry => entry.Name)), damaged is null ? string.Empty : $"{damaged.Name}: {damaged.Fault}");
        }
        catch (ModelException fault)
        {
            return new Finding("Models", "none", fault.Message);
        }
    }
}
