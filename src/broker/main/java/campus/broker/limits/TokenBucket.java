package campus.broker.limits;

/** A token bucket: so many publications a second, and a burst of them after a pause. For one thread. */
public final class TokenBucket {

    /** A large publication counts as several. */
    private static final double BYTES_OF_ONE = 16 * 1024;
    private static final double NANOS = 1e9;

    private final double perSecond;
    private final double burst;
    private double tokens;
    private long last;

    /**
     * A bucket with what comes in a second, so that to connect anew does not fill it.
     *
     * @param nanos the time now
     */
    public TokenBucket(double perSecond, double burst, long nanos) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.tokens = Math.min(burst, perSecond);
        this.last = nanos;
    }

    /**
     * Takes a publication, or tells how long it has to wait.
     *
     * @param bytes of the publication
     * @param nanos the time now
     * @return nanoseconds to wait; 0: it may pass
     */
    public long take(int bytes, long nanos) {
        tokens = Math.min(burst, tokens + (nanos - last) / NANOS * perSecond);
        last = nanos;
        double cost = Math.min(burst, 1 + bytes / BYTES_OF_ONE);
        if (tokens >= cost) {
            tokens -= cost;
            return 0;
        }
        return (long) Math.ceil((cost - tokens) / perSecond * NANOS);
    }
}
