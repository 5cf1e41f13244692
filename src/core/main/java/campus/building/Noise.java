package campus.building;

/**
 * Random numbers that are a function of their place and time, so that none has to be stored. Value noise: a random
 * knot at every period, drawn by hashing, and a cosine curve between two knots.
 */
final class Noise {

    private Noise() {
    }

    /**
     * A curve from 0 to 1, smooth in time.
     *
     * @param place  different numbers give independent curves
     * @param nanos  time, nanoseconds
     * @param period time between two knots, nanoseconds
     */
    static double smooth(long place, long nanos, long period) {
        long knot = Math.floorDiv(nanos, period);
        double phase = (double) Math.floorMod(nanos, period) / period;
        double weight = (1 - Math.cos(Math.PI * phase)) / 2;
        return uniform(place, knot) * (1 - weight) + uniform(place, knot + 1) * weight;
    }

    /** A number from 0 to 1, 1 excluded, for each index of each place. */
    static double uniform(long place, long index) {
        return (mix(place + index * 0x9E3779B97F4A7C15L) >>> 11) * 0x1.0p-53;
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014), which spreads any input over 64 bits. */
    static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
