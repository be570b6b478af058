using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Runtime.MembershipService.SiloMetadata;
using Orleans.Serialization;

namespace Orleans.Runtime;

/// <summary>Hands a migrating grain over.</summary>
[GenerateSerializer]
internal sealed record Migration(GrainAddress From, Dictionary<string, byte[]> Values);

/// <summary>Are you there? Answered by the membership where the asked one knows a later version, else by nothing.</summary>
[GenerateSerializer]
internal sealed record Probe(int Version);

/// <summary>Is that one there? Answered by true or false.</summary>
[GenerateSerializer]
internal sealed record ProbeForMe(SiloAddress Target, TimeSpan Limit);

/// <summary>The membership has changed.</summary>
[GenerateSerializer]
internal sealed record News(MembershipView View);

/// <summary>Is that client connected to you? Answered by true or false.</summary>
[GenerateSerializer]
internal sealed record FindClient(string Client);

/// <summary>What do you say of yourself? Answered by the silo's metadata.</summary>
[GenerateSerializer]
internal sealed record GetMetadata;

/// <summary>Is that grain active with you? Answered by its address or nothing.</summary>
[GenerateSerializer]
internal sealed record FindGrain(GrainId Grain);

/// <summary>What silos say to each other: calls, and a few questions. Everything here is bytes.</summary>
internal sealed class Peers(Silo silo, ITransport transport)
{
    public async Task<object?> CallAsync(SiloAddress target, Call call)
    {
        var answer = await transport.RequestAsync(target, silo.Format.Write(call), call.Token).ConfigureAwait(false);
        return silo.Format.ReadAnswer(answer, call.Method.ResultType);
    }

    public async Task<T> AskAsync<T>(SiloAddress target, object question, CancellationToken cancellation)
    {
        var bytes = silo.Format.WriteQuestion(question);
        var answer = await transport.RequestAsync(target, bytes, cancellation).ConfigureAwait(false);
        return (T)silo.Format.ReadAnswer(answer, typeof(T))!;
    }

    /// <summary>Asks all other active silos, and gives the first answer that is wanted; null where there is none.</summary>
    public async Task<(SiloAddress Silo, T Answer)?> AskAllAsync<T>(object question, Func<T, bool> wanted)
    {
        var asked = silo.Membership.View.Active.Where(other => !other.Equals(silo.Address)).Select(async other =>
        {
            try
            {
                return (other, await AskAsync<T?>(other, question, CancellationToken.None).ConfigureAwait(false));
            }
            catch (SiloUnavailableException)
            {
                return (other, default);
            }
        }).ToList();
        while (asked.Count > 0)
        {
            var answered = await Task.WhenAny(asked).ConfigureAwait(false);
            var (other, answer) = await answered.ConfigureAwait(false);
            if (answer is not null && wanted(answer))
            {
                return (other, answer);
            }

            asked.Remove(answered);
        }

        return null;
    }

    /// <summary>Answers one request. Never throws: a fault is an answer too.</summary>
    public Task<ReadOnlyMemory<byte>> AnswerAsync(ReadOnlyMemory<byte> request, CancellationToken cancellation) =>
        silo.Format.AnswerAsync(() =>
        {
            var reader = silo.Format.Reader(request);
            return reader.Raw<RequestKind>() switch
            {
                RequestKind.Call => AnswerCallAsync(silo.Format.ReadCall(reader, null, cancellation)),
                RequestKind.Question => AnswerQuestionAsync(reader.Value(typeof(object)), cancellation),
                _ => throw new SerializerException("A request of unknown kind."),
            };
        });

    private async Task<(object? Value, Type Type)> AnswerCallAsync(Call call)
    {
        var result = ObserverRegistry.IsObserver(call.Target)
            ? await silo.Gateway.CallObserverHereAsync(call).ConfigureAwait(false)
            : await silo.Catalog.CallAsync(call).ConfigureAwait(false);
        return (result, call.Method.ResultType);
    }

    private async Task<(object? Value, Type Type)> AnswerQuestionAsync(object? question, CancellationToken cancellation)
    {
        switch (question)
        {
            case Probe probe:
                var view = silo.Membership.View;
                return (view.Version > probe.Version ? view : null, typeof(MembershipView));
            case ProbeForMe probe:
                return (await silo.Membership.Prober.ReachesAsync(probe.Target, probe.Limit, cancellation).ConfigureAwait(false), typeof(bool));
            case News news:
                silo.Membership.Publish(news.View);
                return (null, typeof(object));
            case GetMetadata:
                return (silo.Services.GetRequiredService<IOptions<SiloMetadata>>().Value, typeof(SiloMetadata));
            case FindClient find:
                return (silo.Gateway.Has(find.Client), typeof(bool));
            case FindGrain find:
                return (silo.Catalog.Find(find.Grain), typeof(GrainAddress));
            case Migration migration:
                await silo.Catalog.TakeAsync(migration.From.GrainId, new(silo.Codecs, migration.From, migration.Values)).ConfigureAwait(false);
                return (null, typeof(object));
            default:
                throw new SerializerException("A question that nobody understands.");
        }
    }
}
