using Orleans.Camera.Abstractions;
using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Core.Frames;

namespace Orleans.Camera.Grains.Cameras;

/// <remarks>What the camera is. Every change is stored before it is followed.</remarks>
internal sealed partial class CameraGrain
{
    private StoredDefinition? _stored;
    private CameraDefinition? _definition;
    private CameraOrder? _order;
    private bool _isLive;
    private string? _definitionFault;

    private void Check(CameraDefinition definition)
    {
        if (definition.Name != _name)
        {
            throw new CameraException($"The definition of camera {_name} calls itself '{definition.Name}'. Give both the same name.");
        }

        try
        {
            _ = DefinitionText.OrderOf(definition);
            _ = _services.Sources.IsLive(definition.Source);
        }
        catch (Exception exception) when (exception is ArgumentException or SourceException)
        {
            throw Refusal(exception.Message);
        }
    }

    /// <summary>Without the cause: what travels is one line that was written to be shown.</summary>
    private CameraException Refusal(string reason) => new($"Camera {_name}: {reason}");

    private async Task SetEnabledAsync(bool isEnabled)
    {
        await ReadyAsync();
        if (_definition is null)
        {
            await ReloadAsync();
        }

        await StoreAsync((_definition ?? throw new CameraException($"There is no camera {_name}. Add it first.")) with { Enabled = isEnabled });
    }

    private async Task StoreAsync(CameraDefinition definition)
    {
        var stored = await AskStoreAsync(() => _services.Definitions.PutAsync(DefinitionText.Store(definition, _stored?.Version ?? 0), _ending.Token));
        if (stored is null)
        {
            Adopt(await AskStoreAsync(() => _services.Definitions.ReadAsync(_name, _ending.Token)));
            throw new CameraException($"Somebody else has changed camera {_name} meanwhile. Look at it, and try again.");
        }

        Adopt(stored);
    }

    private async Task ReloadAsync()
    {
        _mustReload = false;
        Adopt(await AskStoreAsync(() => _services.Definitions.ReadAsync(_name, _ending.Token)));
    }

    /// <summary>Takes a stored definition for granted, and never throws for a bad one.</summary>
    private void Adopt(StoredDefinition? stored)
    {
        if (stored is not null && stored.Version == _stored?.Version)
        {
            return;
        }

        (_stored, _definition, _order, _definitionFault) = (stored, null, null, null);
        try
        {
            if (stored is not null)
            {
                _definition = DefinitionText.Read(stored);
                _order = DefinitionText.OrderOf(_definition);
                _isLive = _services.Sources.IsLive(stored.Source);
            }
        }
        catch (Exception exception) when (exception is CameraException or ArgumentException or SourceException)
        {
            (_order, _definitionFault) = (null, exception.Message);
        }

        (_fault, _retry) = (null, null);
        _backoff.Reset();
        _signal.Set();
    }
}
