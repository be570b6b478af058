namespace Orleans.Camera.Core.State;

/// <summary>
/// Something whose state can be saved after any picture and restored exactly: the restored object answers every further
/// picture as the saved one would have.
/// </summary>
public interface IStateful
{
    void Save(StateWriter writer);

    /// <exception cref="InvalidDataException">The state is damaged, or of another version or configuration.</exception>
    void Restore(StateReader reader);
}
