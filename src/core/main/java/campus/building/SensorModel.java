package campus.building;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/**
 * The values of all sensors: a pure function of seed, topic and time. No state is kept for a sensor, so a building may
 * have any number of them, and a reading can be computed again.
 *
 * @param seed other seeds give other values
 * @param zone time zone of the building
 */
record SensorModel(long seed, ZoneId zone) {

    private static final long QUICK = Duration.ofMinutes(5).toNanos();

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

    /**
     * The conditions around one sensor at one moment: the sun moves round the building, people come and go by working
     * hours, and both warm the rooms.
     *
     * @param wing  of the sensor
     * @param day   local time of the building
     * @param nanos time since 1970, nanoseconds
     * @param site  number of the building, from which its weather is drawn
     * @param room  number of the room, from which the presence of people in it is drawn
     * @param quick noise of this sensor alone, 0 to 1, that changes within minutes
     */
    record Conditions(Wing wing, Daytime day, long nanos, long site, long room, double quick) {

        private static final long WEATHER = Duration.ofHours(3).toNanos();
        private static final long SLOW = Duration.ofHours(2).toNanos();
        private static final long MEETING = Duration.ofMinutes(40).toNanos();
        private static final double OCCUPIED = 0.25;
        private static final double COLDEST = 17.5;

        /** Air temperature, degrees Celsius: the sun of an hour ago and the people in the room warm it. */
        double temperature() {
            return COLDEST + 2 * Noise.smooth(room, nanos, SLOW) + 4.5 * sun(1) * clearSky() + 2.5 * presence();
        }

        /** The difference to the coldest possible room, degrees Celsius. */
        double warmth() {
            return temperature() - COLDEST;
        }

        /** The sun in the windows, 0 to 1, without clouds. */
        double sun(double hoursAgo) {
            return day.sunOn(wing, hoursAgo);
        }

        /** The share of light that the clouds let through, 0.4 to 1: the same for the whole building. */
        double clearSky() {
            return 0.4 + 0.6 * Noise.smooth(~site, nanos, WEATHER);
        }

        /** Dry weather, 0 to 1: the same for the whole building. */
        double weather() {
            return Noise.smooth(site, nanos, WEATHER);
        }

        /** The share of people who are in the room, 0 to 1. */
        double presence() {
            return day.attendance() * (0.2 + 0.8 * Noise.smooth(~room, nanos, MEETING));
        }

        /** Whether enough people are in the room that the lamps are on. */
        boolean isOccupied() {
            return presence() > OCCUPIED;
        }
    }
}
