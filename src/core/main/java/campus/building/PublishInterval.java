package campus.building;

import campus.base.Durations;
import campus.base.SettingException;
import campus.base.Settings;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The time between two readings of a building: uniformly distributed between the shortest and the longest.
 *
 * @param min shortest time, nanoseconds
 * @param max longest time, nanoseconds
 */
record PublishInterval(long min, long max) {

    /** The next gap, nanoseconds. */
    long nextGap(RandomGenerator random) {
        return min == max ? min : random.nextLong(min, max + 1);
    }

    /**
     * The interval of a steady rate if that is set, else random gaps (lab sheet 1, last exercise).
     *
     * @throws SettingException if a property cannot be used
     */
    static PublishInterval of(BuildingSettings building) {
        if (building.has("campus.sensors.rate")) {
            long gap = Duration.ofSeconds(1).toNanos() / building.integer("campus.sensors.rate", 1, 1_000_000);
            return new PublishInterval(gap, gap);
        }
        Settings settings = building.settings();
        String minKey = building.key("campus.sensors.interval-min");
        String maxKey = building.key("campus.sensors.interval-max");
        Duration min = settings.duration(minKey, Duration.ofMillis(1));
        Duration max = settings.duration(maxKey, Duration.ofMillis(1));
        if (max.compareTo(min) < 0) {
            throw new SettingException(maxKey + "=" + Durations.format(max) + " is shorter than " + minKey + "="
                    + Durations.format(min));
        }
        return new PublishInterval(min.toNanos(), max.toNanos());
    }
}
