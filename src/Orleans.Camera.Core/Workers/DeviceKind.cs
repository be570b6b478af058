namespace Orleans.Camera.Core.Workers;

/// <summary>What computes.</summary>
public enum DeviceKind
{
    Cpu,
    Gpu,
}
