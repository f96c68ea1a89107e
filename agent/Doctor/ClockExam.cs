namespace EcgEdge.Agent.Doctor;

/// <summary>Whether the clock can be right, and something keeps it so.</summary>
internal static class ClockExam
{
    private const int LastYear = 2100;

    public static IEnumerable<Finding> Run(DateTimeOffset now) => Run(now, new DateTimeOffset(File.GetLastWriteTimeUtc(typeof(ClockExam).Assembly.Location)), KernelClock.IsSynchronised());

    internal static IEnumerable<Finding> Run(DateTimeOffset now, DateTimeOffset built, bool? isSynchronised)
    {
        // A file from another time zone or a slow build machine may be a day ahead.
        var isPlausible = now > built.AddDays(-1) && now.Year < LastYear;
        yield return isPlausible
            ? Finding.Ok(FormattableString.Invariant($"clock: {now:yyyy-MM-dd HH:mm:ss} UTC"))
            : Finding.Fail(FormattableString.Invariant($"clock: {now:yyyy-MM-dd} cannot be, this program was built on {built:yyyy-MM-dd}"), "set it: timedatectl set-ntp true, or date -s");
        yield return isSynchronised switch
        {
            true => Finding.Ok("clock: kept right by a time server"),
            false => Finding.Warn("clock: nothing keeps it right; times of alerts drift", "timedatectl set-ntp true"),
            null => Finding.Warn("clock: the kernel does not say whether it is kept right", "timedatectl tells"),
        };
    }
}
