using System.Globalization;
using System.Threading.RateLimiting;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Rest;

namespace EcgEdge.Agent.Security;

/// <summary>How often one address may ask: generous for everything, strict for what is costly. Logins have a throttle of their own.</summary>
internal static class RequestLimits
{
    /// <summary>Policy of endpoints that take a file to analyse.</summary>
    public const string Analyses = "analyses";

    private const int BurstSeconds = 3;

    public static void AddRequestLimits(this IServiceCollection services, HttpOptions http) => services.AddRateLimiter(limiter =>
    {
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, System.Net.IPAddress>(context =>
            Bucket(context, BurstSeconds * http.RequestsPerSecond, http.RequestsPerSecond, TimeSpan.FromSeconds(1)));
        limiter.AddPolicy(Analyses, context => Bucket(context, http.AnalysesPerMinute, http.AnalysesPerMinute, TimeSpan.FromMinutes(1)));
        limiter.OnRejected = (rejected, _) =>
        {
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
            var seconds = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            rejected.HttpContext.Response.Headers.RetryAfter = seconds;
            return new ValueTask(Problem.Of(StatusCodes.Status429TooManyRequests, $"too many requests from this address; try again in {seconds} s")
                .ExecuteAsync(rejected.HttpContext));
        };
    });

    private static RateLimitPartition<System.Net.IPAddress> Bucket(HttpContext context, int most, int refill, TimeSpan every) =>
        RateLimitPartition.GetTokenBucketLimiter(ClientAddress.Of(context), _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = most,
            TokensPerPeriod = refill,
            ReplenishmentPeriod = every,
            QueueLimit = 0,
            AutoReplenishment = true,
        });
}
