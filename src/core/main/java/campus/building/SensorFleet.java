package campus.building;

import campus.base.Settings;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * All sensors of one building. Each reading comes from a random room and a random sensor in it, at random gaps or at a
 * steady rate (lab sheet 1). With the same seed the rooms and the gaps are the same again, and so are the values and
 * the faults at the same time. It is as large for a million sensors as for a hundred: nothing is kept of any of them.
 */
public final class SensorFleet {

    /** What is overdue by more than this is dropped: after a standstill it would only come as one burst. */
    private static final Duration MAX_BACKLOG = Duration.ofSeconds(1);
    /** While so many messages are not published yet nothing is due: a broker that is too slow must not fill the heap. */
    private static final int MAX_UNPUBLISHED = 10_000;

    private final Building building;
    private final RandomGenerator random;
    private final PublishInterval pace;
    private final SensorModel model;
    private final Faults faults;
    private final Clock clock;

    private long seq;
    private int unpublished;
    private Instant nextDue;
    /** Between the last reading and the next, nanoseconds. */
    private long gap;

    private SensorFleet(BuildingSettings settings, Clock clock) {
        this.building = Building.of(settings);
        long seed = settings.has("campus.sensors.seed")
                ? settings.integer("campus.sensors.seed", Integer.MIN_VALUE, Integer.MAX_VALUE)
                : new SplittableRandom().nextLong();
        this.random = new SplittableRandom(seed);
        this.pace = PublishInterval.of(settings);
        this.model = new SensorModel(seed, zone(settings));
        this.faults = Faults.of(settings.settings(), settings.key("campus.sensors.faults"), model, seed, period());
        this.clock = clock;
    }

    /**
     * The fleet that the {@code campus.sensors.*} properties describe.
     *
     * @param clock gives the time of the readings
     * @throws campus.base.SettingException naming the property that cannot be used
     */
    public static SensorFleet of(Settings settings, Clock clock) {
        return of(new BuildingSettings(settings, ""), clock);
    }

    /**
     * The fleet of one of several buildings.
     *
     * @param clock gives the time of the readings
     * @throws campus.base.SettingException naming the property that cannot be used
     */
    public static SensorFleet of(BuildingSettings settings, Clock clock) {
        return new SensorFleet(settings, clock);
    }

    /**
     * What the building has to say since the last call: the readings that have become due, oldest first, the first one
     * at once; behind a faulty reading, or in its place, the truth about it. Each list is given back to
     * {@link #published}.
     */
    public synchronized List<BuildingMessage> due() {
        Instant now = clock.instant();
        boolean clockWasSetBack = nextDue != null && nextDue.isAfter(now.plusNanos(gap));
        if (nextDue == null || clockWasSetBack || nextDue.isBefore(now.minus(MAX_BACKLOG))) {
            nextDue = now;
        }
        List<BuildingMessage> messages = new ArrayList<>();
        while (!nextDue.isAfter(now) && unpublished + messages.size() < MAX_UNPUBLISHED) {
            SensorTopic where = next();
            messages.addAll(faults.applyTo(where, Reading.of(where, model.value(where, now), now, ++seq)));
            gap = pace.nextGap(random);
            nextDue = nextDue.plusNanos(gap);
        }
        unpublished += messages.size();
        return messages;
    }

    /** These messages are with the broker, or given up. */
    public synchronized void published(List<BuildingMessage> messages) {
        unpublished -= messages.size();
    }

    /** How many sensors the building has. */
    public long size() {
        return building.size();
    }

    /** From one reading of a sensor to its next, on average, in nanoseconds. */
    private double period() {
        return (pace.min() + pace.max()) / 2.0 * size();
    }

    private SensorTopic next() {
        Sensor[] sensors = Sensor.values();
        Wing[] wings = Wing.values();
        return new SensorTopic(building.name(), 1 + random.nextInt(building.floors()),
                wings[random.nextInt(wings.length)], 1 + random.nextInt(building.roomsPerWing()),
                sensors[random.nextInt(sensors.length)]);
    }

    private static ZoneId zone(BuildingSettings settings) {
        String key = settings.key("campus.sensors.time-zone");
        String zone = settings.settings().text(key);
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw Settings.invalid(key, zone, "a time zone such as Europe/Madrid or UTC");
        }
    }
}
