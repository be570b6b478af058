namespace Orleans.Camera.Storage.Sealing;

/// <summary>Seals the address of a source, so that it lies nowhere in the clear. Safe for concurrent use.</summary>
internal interface ISealing
{
    string Seal(string camera, string source);

    /// <exception cref="SealingException">It was sealed with another key, for another camera, or was changed.</exception>
    string Open(string camera, string sealedSource);
}
