namespace Orleans.Camera.Storage.Tests.Faults;

/// <summary>What happens to the next request on its way.</summary>
internal enum Fault
{
    None = 0,

    /// <summary>The connection breaks before the store gets it.</summary>
    LostRequest = 1,

    /// <summary>The store does it, and the connection breaks before the answer is back.</summary>
    LostAnswer = 2,

    /// <summary>It stays on its way until it is released, whoever waited for it.</summary>
    Held = 3,
}
