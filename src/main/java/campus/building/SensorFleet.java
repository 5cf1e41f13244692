package campus.building;

import campus.base.Settings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * All sensors of one building. Each reading comes from a random room and a random sensor in it, at random gaps or at a
 * steady rate (lab sheet 1). With the same seed the rooms, the values and the gaps are the same again.
 */
public final class SensorFleet {

    /** What is overdue by more than this is dropped: after a standstill it would only come as one burst. */
    private static final Duration MAX_BACKLOG = Duration.ofSeconds(1);

    private final Building building;
    private final RandomGenerator random;
    private final Pace pace;
    private final SensorModel model;
    private final Clock clock;

    private long seq;
    /** The sum of all gaps so far, nanoseconds: the time that the model sees, whatever the real clock did. */
    private long simulated;
    private Instant nextDue;
    /** Between the last reading and the next, nanoseconds. */
    private long gap;

    private SensorFleet(Settings settings, Clock clock) {
        this.building = Building.of(settings);
        long seed = settings.optional("campus.sensors.seed").isPresent()
                ? settings.integer("campus.sensors.seed", Integer.MIN_VALUE, Integer.MAX_VALUE)
                : new SplittableRandom().nextLong();
        this.random = new SplittableRandom(seed);
        this.pace = Pace.of(settings, random);
        this.model = new SensorModel(seed);
        this.clock = clock;
    }

    /**
     * The fleet that the {@code campus.sensors.*} properties describe.
     *
     * @param clock gives the time of the readings
     * @throws campus.base.SettingException naming the property that cannot be used
     */
    public static SensorFleet of(Settings settings, Clock clock) {
        return new SensorFleet(settings, clock);
    }

    /** The readings that have become due since the last call, oldest first; the first one is due at once. */
    public synchronized List<Reading> due() {
        Instant now = clock.instant();
        boolean clockWasSetBack = nextDue != null && nextDue.isAfter(now.plusNanos(gap));
        if (nextDue == null || clockWasSetBack || nextDue.isBefore(now.minus(MAX_BACKLOG))) {
            nextDue = now;
        }
        List<Reading> readings = new ArrayList<>();
        while (!nextDue.isAfter(now)) {
            readings.add(next(now));
            gap = pace.nextGap();
            simulated += gap;
            nextDue = nextDue.plusNanos(gap);
        }
        return readings;
    }

    private Reading next(Instant now) {
        Sensor[] sensors = Sensor.values();
        Wing[] wings = Wing.values();
        SensorTopic where = new SensorTopic(building.name(), 1 + random.nextInt(building.floors()),
                wings[random.nextInt(wings.length)], 1 + random.nextInt(building.roomsPerWing()),
                sensors[random.nextInt(sensors.length)]);
        return Reading.of(where, model.value(where, simulated), now, ++seq);
    }
}
