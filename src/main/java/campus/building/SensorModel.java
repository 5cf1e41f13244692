package campus.building;

import java.time.Duration;

/**
 * The values that sensors read: smooth in time, different from sensor to sensor, always inside the sensor's range, and
 * a pure function of seed, place and time. No state is kept per sensor, so that a building may have any number of them.
 *
 * <p>It is value noise: a random knot every few minutes, drawn by hashing, with a cosine between two knots. Slow and
 * quick noise are added up, which gives a walk that wanders and never leaves its range.
 */
final class SensorModel {

    private static final long SLOW = Duration.ofMinutes(20).toNanos();
    private static final long QUICK = Duration.ofMinutes(2).toNanos();
    private static final double QUICK_SHARE = 0.15;

    private final long seed;

    SensorModel(long seed) {
        this.seed = seed;
    }

    /**
     * What a sensor reads, in its unit, two decimals.
     *
     * @param nanos time since the start of the simulation, in nanoseconds
     */
    double value(SensorTopic where, long nanos) {
        long place = mix(seed ^ where.format().hashCode());
        double level = (1 - QUICK_SHARE) * noise(place, nanos, SLOW) + QUICK_SHARE * noise(~place, nanos, QUICK);
        Sensor sensor = where.sensor();
        double value = sensor.min() + level * (sensor.max() - sensor.min());
        return Math.round(value * 100) / 100.0;
    }

    private static double noise(long place, long nanos, long period) {
        long knot = Math.floorDiv(nanos, period);
        double phase = (double) Math.floorMod(nanos, period) / period;
        double weight = (1 - Math.cos(Math.PI * phase)) / 2;
        return knot(place, knot) * (1 - weight) + knot(place, knot + 1) * weight;
    }

    /** A fixed random number from 0 to 1 for each knot of each place. */
    private static double knot(long place, long knot) {
        return (mix(place + knot * 0x9E3779B97F4A7C15L) >>> 11) * 0x1.0p-53;
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014), which spreads any input over 64 bits. */
    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
