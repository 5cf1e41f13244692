package campus.building;

import java.time.Instant;
import java.time.ZoneId;

/**
 * The time of day in a building: the height of the sun, and the attendance of people.
 *
 * @param hour    local time, 0 to 24
 * @param workday Monday to Friday
 */
record Daytime(double hour, boolean workday) {

    private static final double SUNRISE = 7;
    private static final double SUNSET = 20;
    private static final double WEEKEND = 0.05;
    private static final int DAY = 86_400;

    static Daytime at(Instant time, ZoneId zone) {
        long local = time.getEpochSecond() + zone.getRules().getOffset(time).getTotalSeconds();
        // 1 January 1970 was a Thursday.
        long weekday = Math.floorMod(Math.floorDiv(local, DAY) + 3, 7);
        return new Daytime((Math.floorMod(local, DAY) + time.getNano() / 1e9) / 3600, weekday < 5);
    }

    /** The height of the sun: 0 at night, 1 at noon. */
    double sunHeight() {
        return Math.sin(Math.PI * ramp(hour, SUNRISE, SUNSET));
    }

    /**
     * The sun in the windows of a wing, 0 to 1: in the east wing in the morning, in the south wing at noon, in the west
     * wing in the evening, in the north wing never.
     *
     * @param hoursAgo 0 for now, 1 for an hour earlier
     */
    double sunOn(Wing wing, double hoursAgo) {
        double day = ramp(hour - hoursAgo, SUNRISE, SUNSET);
        double azimuth = Math.PI * (0.5 + day);
        return Math.sqrt(Math.max(0, Math.sin(Math.PI * day))) * Math.max(0, Math.cos(azimuth - wing.azimuth()));
    }

    /** The share of people in the building, 0 to 1: working hours with a long lunch, few at the weekend. */
    double attendance() {
        double lunch = ramp(hour, 13.5, 14.5) * (1 - ramp(hour, 14.5, 15.5));
        double in = ramp(hour, 7.5, 9) * (1 - ramp(hour, 18.5, 21)) * (1 - 0.6 * lunch);
        return workday ? in : in * WEEKEND;
    }

    private static double ramp(double hour, double from, double to) {
        return Math.min(1, Math.max(0, (hour - from) / (to - from)));
    }
}
