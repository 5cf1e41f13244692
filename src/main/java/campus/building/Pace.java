package campus.building;

import campus.base.SettingException;
import campus.base.Settings;
import campus.base.Time;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** How much time lies between one reading and the next. */
@FunctionalInterface
interface Pace {

    /** The next gap, in nanoseconds. */
    long nextGap();

    /** Lab sheet 1: spaced by a random time, uniform from min to max. */
    static Pace random(Duration min, Duration max, RandomGenerator random) {
        long from = min.toNanos();
        long to = max.toNanos();
        return () -> from == to ? from : random.nextLong(from, to + 1);
    }

    /** A steady rate. */
    static Pace steady(int readingsPerSecond) {
        long gap = Duration.ofSeconds(1).toNanos() / readingsPerSecond;
        return () -> gap;
    }

    static Pace of(Settings settings, RandomGenerator random) {
        if (settings.optional("campus.sensors.rate").isPresent()) {
            return steady(settings.integer("campus.sensors.rate", 1, 1_000_000));
        }
        Duration min = settings.duration("campus.sensors.interval-min", Duration.ofMillis(1));
        Duration max = settings.duration("campus.sensors.interval-max", Duration.ofMillis(1));
        if (max.compareTo(min) < 0) {
            throw new SettingException("campus.sensors.interval-max=" + Time.format(max)
                    + " is shorter than campus.sensors.interval-min=" + Time.format(min));
        }
        return random(min, max, random);
    }
}
