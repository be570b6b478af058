namespace Orleans.Camera.Engine.Tests.Errors;

public interface IFaultGrain : IGrainWithStringKey
{
    Task ThrowAsync(string kind);

    Task<int> ThrowSynchronouslyAsync();
}

public sealed class FaultGrain : Grain, IFaultGrain
{
    public async Task ThrowAsync(string kind)
    {
        await Task.Yield();
        throw kind switch
        {
            "invalid" => new InvalidOperationException("message"),
            "argument" => new ArgumentOutOfRangeException(nameof(kind), "message"),
            "inner" => new IOException("outer", new TimeoutException("inner")),
            "own" => new CameraFaultException("lobby", 7),
            "unmarked" => new UnmarkedException("unmarked message"),
            _ => new NotSupportedException(kind),
        };
    }

    public Task<int> ThrowSynchronouslyAsync() => throw new InvalidOperationException("at once");
}

[GenerateSerializer, Alias("engine-tests.CameraFaultException")]
public sealed class CameraFaultException : Exception
{
    public CameraFaultException(string camera, int code) : base($"Camera {camera} failed with {code}.")
    {
        Camera = camera;
        Code = code;
    }

    [Id(0)]
    public string Camera { get; }

    [Id(1)]
    public int Code { get; private set; }
}

/// <summary>Lacks [GenerateSerializer], so another process could not make it.</summary>
public sealed class UnmarkedException(string message) : Exception(message);
