using Microsoft.Extensions.DependencyInjection;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Grains.Cameras;
using Orleans.Camera.Grains.Roster;
using Orleans.Camera.Grains.Tests.Cluster;
using Orleans.Camera.Testing.Cameras;

namespace Orleans.Camera.Grains.Tests.Roster;

public sealed class ReminderTests
{
    [Fact]
    public async Task The_roster_comes_back_by_its_reminder_where_nobody_else_calls_it()
    {
        var end = new EndOfRoster();
        await using var cluster = await CameraCluster.StartAsync(1, silo =>
        {
            silo.Services.Remove(silo.Services.Single(service => service.ImplementationType == typeof(MembershipWatch)));
            silo.Services.AddSingleton<IIncomingGrainCallFilter>(end);
            silo.Configure<ReminderOptions>(options => options.MinimumReminderPeriod = TimeSpan.FromSeconds(1));
            silo.Configure<RosterOptions>(options => options.Reminded = TimeSpan.FromSeconds(1));
        });
        cluster.Sources["door.mp4"] = order => new PlayedSource(Street.Pictures, order);
        await cluster.Roster.ListAsync();
        await end.Reminded.Task.WaitAsync(TimeSpan.FromSeconds(30));

        // The activation that the test began is gone; what follows nobody tells any roster.
        await cluster.Roster.GetDrainedAsync();
        await end.Ended.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await ((IDefinitionStore)cluster.Store).PutAsync(DefinitionText.Store(Street.Definition("door"), version: 0), default);

        await cluster.UntilStoredAsync(() => cluster.Store.StateOf("door") is { Frame: > 0 });
    }

    /// <summary>Ends the roster's activation at a call that only the test makes, and sees reminders come.</summary>
    private sealed class EndOfRoster : IIncomingGrainCallFilter
    {
        public TaskCompletionSource Reminded { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task Invoke(IIncomingGrainCallContext context)
        {
            await context.Invoke();
            if (context.Grain is not CameraRosterGrain roster)
            {
                return;
            }

            switch (context.MethodName)
            {
                case "ReceiveReminder":
                    Reminded.TrySetResult();
                    break;
                case "GetDrainedAsync":
                    roster.DeactivateOnIdle();
                    Ended.TrySetResult();
                    break;
                default:
                    break;
            }
        }
    }
}
