namespace Orleans.Camera.Grains.Roster;

/// <remarks>The safety net: a reminder outlives every silo, and brings the roster back where nobody else does.</remarks>
internal sealed partial class CameraRosterGrain
{
    /// <summary>Being there is all that is asked: an activation looks at the cameras as it begins.</summary>
    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        _look.Set();
        return Task.CompletedTask;
    }

    /// <summary>Beside the rounds, which must not wait for a table that is away, or for a silo that has just died.</summary>
    private async Task RemindAsync()
    {
        RequestContext.Clear();
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                await this.RegisterOrUpdateReminder(RosterOptions.Reminder, _options.Reminded, _options.Reminded).WaitAsync(_ending.Token);
                return;
            }
#pragma warning disable CA1031 // A table that is away fails in its own ways.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                if (!_ending.IsCancellationRequested)
                {
                    LogNoReminder(exception.Message);
                }
            }

            await Task.Delay(Sweep, _services.Time, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }
}
