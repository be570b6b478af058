namespace Orleans.Camera.Vision.Onnx;

/// <summary>
/// The functions of ONNX Runtime's C API that are used here, as typed pointers into the table that the library hands out.
/// </summary>
/// <remarks>
/// The table only ever grows at its end, so an index is part of the API's contract. Every function used here exists since
/// version 11 of the API (ONNX Runtime 1.11), so any newer library serves. A function that returns a status
/// returns 0 for success; the status is owned by the caller. Source: <c>onnxruntime_c_api.h</c> of ONNX Runtime (MIT).
/// </remarks>
internal readonly unsafe struct OrtFunctions(nint* table)
{
    /// <summary>The version of the API that is asked for.</summary>
    public const uint ApiVersion = 11;

    public delegate* unmanaged<nint, int> GetErrorCode => (delegate* unmanaged<nint, int>)table[1];

    public delegate* unmanaged<nint, byte*> GetErrorMessage => (delegate* unmanaged<nint, byte*>)table[2];

    /// <summary>Log level, log id, environment.</summary>
    public delegate* unmanaged<int, byte*, nint*, nint> CreateEnv => (delegate* unmanaged<int, byte*, nint*, nint>)table[3];

    /// <summary>Environment, model, its length, options, session.</summary>
    public delegate* unmanaged<nint, byte*, nuint, nint, nint*, nint> CreateSessionFromArray =>
        (delegate* unmanaged<nint, byte*, nuint, nint, nint*, nint>)table[8];

    /// <summary>Session, run options, input names, inputs, their number, output names, their number, outputs.</summary>
    public delegate* unmanaged<nint, nint, nint*, nint*, nuint, nint*, nuint, nint*, nint> Run =>
        (delegate* unmanaged<nint, nint, nint*, nint*, nuint, nint*, nuint, nint*, nint>)table[9];

    public delegate* unmanaged<nint*, nint> CreateSessionOptions => (delegate* unmanaged<nint*, nint>)table[10];

    public delegate* unmanaged<nint, int, nint> SetSessionGraphOptimizationLevel => (delegate* unmanaged<nint, int, nint>)table[23];

    public delegate* unmanaged<nint, int, nint> SetIntraOpNumThreads => (delegate* unmanaged<nint, int, nint>)table[24];

    public delegate* unmanaged<nint, int, nint> SetInterOpNumThreads => (delegate* unmanaged<nint, int, nint>)table[25];

    public delegate* unmanaged<nint, nuint*, nint> SessionGetInputCount => (delegate* unmanaged<nint, nuint*, nint>)table[30];

    public delegate* unmanaged<nint, nuint*, nint> SessionGetOutputCount => (delegate* unmanaged<nint, nuint*, nint>)table[31];

    public delegate* unmanaged<nint, nuint, nint*, nint> SessionGetInputTypeInfo =>
        (delegate* unmanaged<nint, nuint, nint*, nint>)table[33];

    public delegate* unmanaged<nint, nuint, nint*, nint> SessionGetOutputTypeInfo =>
        (delegate* unmanaged<nint, nuint, nint*, nint>)table[34];

    /// <summary>Session, index, allocator, name.</summary>
    public delegate* unmanaged<nint, nuint, nint, byte**, nint> SessionGetInputName =>
        (delegate* unmanaged<nint, nuint, nint, byte**, nint>)table[36];

    public delegate* unmanaged<nint, nuint, nint, byte**, nint> SessionGetOutputName =>
        (delegate* unmanaged<nint, nuint, nint, byte**, nint>)table[37];

    public delegate* unmanaged<nint*, nint> CreateRunOptions => (delegate* unmanaged<nint*, nint>)table[39];

    public delegate* unmanaged<nint, nint> RunOptionsSetTerminate => (delegate* unmanaged<nint, nint>)table[46];

    public delegate* unmanaged<nint, nint> RunOptionsUnsetTerminate => (delegate* unmanaged<nint, nint>)table[47];

    /// <summary>Memory info, data, its bytes, shape, rank, element type, value.</summary>
    public delegate* unmanaged<nint, void*, nuint, long*, nuint, int, nint*, nint> CreateTensorWithDataAsOrtValue =>
        (delegate* unmanaged<nint, void*, nuint, long*, nuint, int, nint*, nint>)table[49];

    public delegate* unmanaged<nint, int*, nint> IsTensor => (delegate* unmanaged<nint, int*, nint>)table[50];

    public delegate* unmanaged<nint, void**, nint> GetTensorMutableData => (delegate* unmanaged<nint, void**, nint>)table[51];

    /// <summary>The tensor info belongs to the type info; null where the type is no tensor.</summary>
    public delegate* unmanaged<nint, nint*, nint> CastTypeInfoToTensorInfo => (delegate* unmanaged<nint, nint*, nint>)table[55];

    public delegate* unmanaged<nint, int*, nint> GetTensorElementType => (delegate* unmanaged<nint, int*, nint>)table[60];

    public delegate* unmanaged<nint, nuint*, nint> GetDimensionsCount => (delegate* unmanaged<nint, nuint*, nint>)table[61];

    public delegate* unmanaged<nint, long*, nuint, nint> GetDimensions => (delegate* unmanaged<nint, long*, nuint, nint>)table[62];

    public delegate* unmanaged<nint, nint*, nint> GetTensorTypeAndShape => (delegate* unmanaged<nint, nint*, nint>)table[65];

    /// <summary>Allocator type, memory type, memory info.</summary>
    public delegate* unmanaged<int, int, nint*, nint> CreateCpuMemoryInfo => (delegate* unmanaged<int, int, nint*, nint>)table[69];

    public delegate* unmanaged<nint, void*, nint> AllocatorFree => (delegate* unmanaged<nint, void*, nint>)table[76];

    public delegate* unmanaged<nint*, nint> GetAllocatorWithDefaultOptions => (delegate* unmanaged<nint*, nint>)table[78];

    public delegate* unmanaged<nint, void> ReleaseStatus => (delegate* unmanaged<nint, void>)table[93];

    public delegate* unmanaged<nint, void> ReleaseSession => (delegate* unmanaged<nint, void>)table[95];

    public delegate* unmanaged<nint, void> ReleaseValue => (delegate* unmanaged<nint, void>)table[96];

    public delegate* unmanaged<nint, void> ReleaseRunOptions => (delegate* unmanaged<nint, void>)table[97];

    public delegate* unmanaged<nint, void> ReleaseTypeInfo => (delegate* unmanaged<nint, void>)table[98];

    public delegate* unmanaged<nint, void> ReleaseTensorTypeAndShapeInfo => (delegate* unmanaged<nint, void>)table[99];

    public delegate* unmanaged<nint, void> ReleaseSessionOptions => (delegate* unmanaged<nint, void>)table[100];

    public delegate* unmanaged<nint, nint*, nint> SessionGetModelMetadata => (delegate* unmanaged<nint, nint*, nint>)table[111];

    /// <summary>Metadata, allocator, key, value (null where there is none).</summary>
    public delegate* unmanaged<nint, nint, byte*, byte**, nint> ModelMetadataLookupCustomMetadataMap =>
        (delegate* unmanaged<nint, nint, byte*, byte**, nint>)table[116];

    public delegate* unmanaged<nint, void> ReleaseModelMetadata => (delegate* unmanaged<nint, void>)table[118];

    public delegate* unmanaged<byte***, int*, nint> GetAvailableProviders => (delegate* unmanaged<byte***, int*, nint>)table[125];

    public delegate* unmanaged<byte**, int, nint> ReleaseAvailableProviders => (delegate* unmanaged<byte**, int, nint>)table[126];

    /// <summary>Options, key, value.</summary>
    public delegate* unmanaged<nint, byte*, byte*, nint> AddSessionConfigEntry =>
        (delegate* unmanaged<nint, byte*, byte*, nint>)table[130];

    public delegate* unmanaged<nint, nint, nint> AppendTensorRt => (delegate* unmanaged<nint, nint, nint>)table[170];

    public delegate* unmanaged<nint*, nint> CreateTensorRtOptions => (delegate* unmanaged<nint*, nint>)table[171];

    /// <summary>Options, keys, values, their number.</summary>
    public delegate* unmanaged<nint, byte**, byte**, nuint, nint> UpdateTensorRtOptions =>
        (delegate* unmanaged<nint, byte**, byte**, nuint, nint>)table[172];

    public delegate* unmanaged<nint, void> ReleaseTensorRtOptions => (delegate* unmanaged<nint, void>)table[174];

    public delegate* unmanaged<nint, nint, nint> AppendCuda => (delegate* unmanaged<nint, nint, nint>)table[204];

    public delegate* unmanaged<nint*, nint> CreateCudaOptions => (delegate* unmanaged<nint*, nint>)table[205];

    public delegate* unmanaged<nint, byte**, byte**, nuint, nint> UpdateCudaOptions =>
        (delegate* unmanaged<nint, byte**, byte**, nuint, nint>)table[206];

    public delegate* unmanaged<nint, void> ReleaseCudaOptions => (delegate* unmanaged<nint, void>)table[208];
}
