namespace Orleans.Camera.Core.Dispatch;

/// <summary>Whose pictures go first, and whose are dropped last, when there are more than the workers can take.</summary>
public enum CameraPriority
{
    Critical,
    High,
    Normal,
    Low,
}
