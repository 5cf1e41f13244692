package campus.building;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/**
 * The values of all sensors: a pure function of seed, topic and time. No state is kept for a sensor, so a building may
 * have any number of them, and a reading can be computed again.
 */
final class SensorModel {

    private static final long QUICK = Duration.ofMinutes(5).toNanos();

    private final long seed;
    private final ZoneId zone;

    /** @param zone time zone of the building */
    SensorModel(long seed, ZoneId zone) {
        this.seed = seed;
        this.zone = zone;
    }

    /** A number that is different for every sensor, from which its noise and its faults are drawn. */
    long place(SensorTopic topic) {
        return place(room(topic), topic.sensor());
    }

    /** The value of a sensor, in its unit, two decimals. */
    double value(SensorTopic topic, Instant time) {
        long nanos = nanos(time);
        long room = room(topic);
        double quick = Noise.smooth(place(room, topic.sensor()), nanos, QUICK);
        return rounded(topic.sensor().value(
                new Conditions(topic.wing(), Daytime.at(time, zone), nanos, site(topic), room, quick)));
    }

    /** Two decimals. */
    static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }

    /** The time since 1970, in nanoseconds. */
    static long nanos(Instant time) {
        return time.getEpochSecond() * 1_000_000_000L + time.getNano();
    }

    private static long place(long room, Sensor sensor) {
        return Noise.mix(room + 1 + sensor.ordinal());
    }

    private long site(SensorTopic topic) {
        return Noise.mix(seed ^ topic.building().hashCode());
    }

    private long room(SensorTopic topic) {
        long number = ((long) topic.floor() << 22 | (long) topic.wing().ordinal() << 20 | topic.room()) << 3;
        return Noise.mix(site(topic) + number);
    }
}
