package campus.building;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/**
 * The values that sensors read: the sun goes round the building, people come and go by working hours, both warm the
 * rooms, and warm air is dry air. A pure function of seed, place and time: no state is kept per sensor, so that a
 * building may have any number of them, and a reading can be computed again.
 */
final class SensorModel {

    private static final long WEATHER = Duration.ofHours(3).toNanos();
    private static final long SLOW = Duration.ofHours(2).toNanos();
    private static final long MEETING = Duration.ofMinutes(40).toNanos();
    private static final long QUICK = Duration.ofMinutes(5).toNanos();
    /** Somebody is in, and has switched on the lights. */
    private static final double OCCUPIED = 0.25;
    private static final double COLDEST = 17.5;

    private final long seed;
    private final ZoneId zone;

    /** @param zone where the building stands */
    SensorModel(long seed, ZoneId zone) {
        this.seed = seed;
        this.zone = zone;
    }

    /** A number of its own for every sensor, from which its randomness is drawn. */
    long place(SensorTopic where) {
        return Noise.mix(room(where) + 1 + where.sensor().ordinal());
    }

    /** What a sensor reads, in its unit, two decimals. */
    double value(SensorTopic where, Instant time) {
        Daytime day = Daytime.at(time, zone);
        long nanos = nanos(time);
        Sensor sensor = where.sensor();
        double value = switch (sensor) {
            case TEMP -> temperature(where, day, nanos) + 0.6 * quick(where, nanos);
            case HUM -> humidity(where, day, nanos);
            case LUX -> illuminance(where, day, nanos);
            case VIBR -> vibration(where, day, nanos);
        };
        return rounded(Math.min(sensor.max(), Math.max(sensor.min(), value)));
    }

    /** Two decimals. */
    static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }

    /** Since 1970, in nanoseconds. */
    static long nanos(Instant time) {
        return time.getEpochSecond() * 1_000_000_000L + time.getNano();
    }

    /** A room is warmed by the sun of an hour ago, and by those who are in it. */
    private double temperature(SensorTopic where, Daytime day, long nanos) {
        return COLDEST + 2 * Noise.smooth(room(where), nanos, SLOW) + 4.5 * day.sunOn(where.wing(), 1) * clearSky(where, nanos)
                + 2.5 * presence(where, day, nanos);
    }

    /** The same water in warmer air is a lower relative humidity. */
    private double humidity(SensorTopic where, Daytime day, long nanos) {
        return 62 - 3.2 * (temperature(where, day, nanos) - COLDEST) - 3 * Noise.smooth(site(where), nanos, WEATHER)
                + 1.5 * quick(where, nanos);
    }

    /** The sun, the sky, and the lights where somebody is in. */
    private double illuminance(SensorTopic where, Daytime day, long nanos) {
        double lights = presence(where, day, nanos) > OCCUPIED ? 320 : 0;
        return 5 + clearSky(where, nanos) * (120 * day.sunHeight() + 500 * day.sunOn(where.wing(), 0)) + lights
                + 5 * quick(where, nanos);
    }

    /** Machines always run a little; people walk about. */
    private double vibration(SensorTopic where, Daytime day, long nanos) {
        double quick = quick(where, nanos);
        return 0.02 + 0.08 * quick + presence(where, day, nanos) * (0.3 + 2 * quick * quick);
    }

    /** How full a room is, 0 to 1. */
    private double presence(SensorTopic where, Daytime day, long nanos) {
        return day.attendance() * (0.2 + 0.8 * Noise.smooth(~room(where), nanos, MEETING));
    }

    /** How little the clouds keep off, 0.4 to 1: the same for the whole building. */
    private double clearSky(SensorTopic where, long nanos) {
        return 0.4 + 0.6 * Noise.smooth(~site(where), nanos, WEATHER);
    }

    private double quick(SensorTopic where, long nanos) {
        return Noise.smooth(place(where), nanos, QUICK);
    }

    private long site(SensorTopic where) {
        return Noise.mix(seed ^ where.building().hashCode());
    }

    private long room(SensorTopic where) {
        long number = ((long) where.floor() << 22 | (long) where.wing().ordinal() << 20 | where.room()) << 3;
        return Noise.mix(site(where) + number);
    }
}
