using System.Net;
using System.Security.Cryptography;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Vision.Onnx;

namespace Orleans.Camera.Vision.Models;

/// <summary>Fetches a model's file and checks that it is the one that its manifest means.</summary>
internal sealed class ModelDownload(ModelStoreOptions options)
{
    private const int MostRedirects = 5;
    private const int ChunkSize = 1 << 16;

    /// <exception cref="ModelException">The address does not answer, or answers something else.</exception>
    public async Task<byte[]> FetchAsync(ModelManifest model, IProgress<PullProgress>? progress, CancellationToken cancellationToken)
    {
        if (model is not { Url: { } url, Size: { } size, Sha256: { } sha256 })
        {
            throw new ModelException($"Model '{model.Name}' cannot be pulled: its manifest lacks \"url\", \"size\" or \"sha256\".");
        }

        using var silence = new CancellationTokenSource(options.SilenceTimeout, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence.Token);
        try
        {
            var bytes = await ReceiveAsync(url, (int)size, progress, silence, either.Token).ConfigureAwait(false);
            var found = Convert.ToHexStringLower(SHA256.HashData(bytes));
            return found == sha256
                ? bytes
                : throw new ModelException($"{url} sent a file with the sha256 {found}, not {sha256}; it was changed on its way or at its origin and is not used.");
        }
        catch (OperationCanceledException fault) when (silence.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ModelException($"{url} sent nothing for {options.SilenceTimeout.TotalSeconds:0.#} s; check the network and try again.", fault);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            throw new ModelException($"{url} cannot be fetched ({OrtFaults.FirstLine(fault.Message)}); check the network and try again.", fault);
        }
    }

    private async Task<byte[]> ReceiveAsync(
        Uri url, int size, IProgress<PullProgress>? progress, CancellationTokenSource silence, CancellationToken cancellationToken)
    {
        using var usual = options.Http is null ? new SocketsHttpHandler { MaxAutomaticRedirections = MostRedirects } : null;
        using var client = new HttpClient(options.Http ?? usual!, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        using var answer = await client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            throw new ModelException($"{url} answered {(int)answer.StatusCode} {answer.ReasonPhrase}; try again later, or add the file by hand.");
        }

        if (answer.Content.Headers.ContentLength is { } announced && announced != size)
        {
            throw OtherSize(url, $"{announced}", size);
        }

        var bytes = new byte[size];
        var received = 0;
        var content = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = content.ConfigureAwait(false);
        while (received < size)
        {
            var chunk = await content.ReadAsync(bytes.AsMemory(received, Math.Min(ChunkSize, size - received)), cancellationToken).ConfigureAwait(false);
            if (chunk == 0)
            {
                throw OtherSize(url, $"only {received}", size);
            }

            received += chunk;
            silence.CancelAfter(options.SilenceTimeout);
            progress?.Report(new PullProgress(received, size));
        }

        return await content.ReadAsync(new byte[1], cancellationToken).ConfigureAwait(false) == 0
            ? bytes
            : throw OtherSize(url, "more", size);
    }

    private static ModelException OtherSize(Uri url, string found, long expected) =>
        new($"{url} sends {found} bytes where the manifest says {expected}; the file there is another one and is not used.");
}
