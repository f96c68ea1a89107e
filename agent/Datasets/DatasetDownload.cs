namespace EcgEdge.Agent.Datasets;

/// <summary>Fetches an archive from a web address into a temporary file, within bounds of size and patience.</summary>
internal static class DatasetDownload
{
    public const long MaxBytes = 64L << 20;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    /// <summary>Fetches an address.</summary>
    /// <param name="address">http or https.</param>
    /// <param name="target">Receives the bytes.</param>
    /// <param name="progress">Told the fraction that has come, where the server says how much there is.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="IOException">The server cannot be reached, refuses, stops in the middle, or sends too much.</exception>
    public static async Task FetchAsync(Uri address, Stream target, IProgress<double> progress, CancellationToken cancellation)
    {
        using var client = new HttpClient();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(s_patience);
        try
        {
            using var response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            if (!response.IsSuccessStatusCode) throw new IOException($"{address}: the server answers {(int)response.StatusCode} {response.ReasonPhrase}");
            var length = response.Content.Headers.ContentLength;
            await using var source = await response.Content.ReadAsStreamAsync(patience.Token);
            var buffer = new byte[1 << 16];
            var total = 0L;
            int read;
            while ((read = await source.ReadAsync(buffer, patience.Token)) > 0)
            {
                patience.CancelAfter(s_patience);
                total += read;
                if (total > MaxBytes) throw new IOException($"{address}: more than {MaxBytes >> 20} MB; this is not the archive");
                await target.WriteAsync(buffer.AsMemory(0, read), cancellation);
                if (length is > 0) progress.Report((double)total / length.Value);
            }
        }
        catch (HttpRequestException e)
        {
            throw new IOException($"{address}: {e.Message}", e);
        }
        catch (HttpIOException e)
        {
            throw new IOException($"{address}: the download broke off: {e.Message}", e);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new IOException($"{address}: nothing came for {s_patience.TotalSeconds:0} s", e);
        }
    }
}
