namespace EcgEdge.Agent.Pipeline;

/// <summary>The newest vital signs of a channel: written by its pipeline, read from any thread.</summary>
internal sealed class LatestVitals
{
    private VitalSigns _vitals;
    private SpinLock _lock = new(enableThreadOwnerTracking: false);

    public VitalSigns Value
    {
        get
        {
            var taken = false;
            try
            {
                _lock.Enter(ref taken);
                return _vitals;
            }
            finally
            {
                if (taken) _lock.Exit();
            }
        }

        set
        {
            var taken = false;
            try
            {
                _lock.Enter(ref taken);
                _vitals = value;
            }
            finally
            {
                if (taken) _lock.Exit();
            }
        }
    }
}
