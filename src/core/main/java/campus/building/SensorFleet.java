package campus.building;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * All sensors of one building. Each reading comes from a random sensor in a random room, at random gaps or at a steady
 * rate (lab sheet 1, last exercise). The same seed gives the same rooms and gaps, and at the same time the same values
 * and faults. Sensors hold no state, so a million of them use as much memory as a hundred; of the latest faulty
 * readings a bounded number is kept, to be shown.
 */
public final class SensorFleet {

    /** Readings that are overdue by more than this are dropped: after a standstill they would come as one burst. */
    private static final Duration MAX_BACKLOG = Duration.ofSeconds(1);
    /** While this many messages are not published, no more are due, so that a slow broker does not fill the heap. */
    private static final int MAX_UNPUBLISHED = 10_000;
    private static final int MAX_FAULTY = 1000;

    private final Building building;
    private final RandomGenerator random;
    private final PublishInterval interval;
    private final SensorModel model;
    private final Faults faults;
    private final Clock clock;

    private long seq;
    private int unpublished;
    private Instant nextDue;
    /** The time between the last reading and the next, nanoseconds. */
    private long gap;
    /** By the topic of the sensor, the latest last. */
    private final Map<String, FaultLabel> faulty = new LinkedHashMap<>();
    private Instant hurryEnd = Instant.MIN;
    private long longestGap;

    /**
     * The fleet of a building.
     *
     * @param clock gives the time of the readings
     * @throws campus.base.SettingException if a property cannot be used
     */
    public SensorFleet(BuildingSettings settings, Clock clock) {
        this.building = Building.of(settings);
        long seed = settings.has("campus.sensors.seed")
                ? settings.integer("campus.sensors.seed", Integer.MIN_VALUE, Integer.MAX_VALUE)
                : new SplittableRandom().nextLong();
        this.random = new SplittableRandom(seed);
        this.interval = PublishInterval.of(settings);
        this.model = new SensorModel(seed, settings.settings().parsed(settings.key("campus.sensors.time-zone"),
                ZoneId::of, zone -> true, "a time zone such as Europe/Madrid or UTC"));
        double meanInterval = (interval.min() + interval.max()) / 2.0 * size();
        this.faults = Faults.of(settings.settings(), settings.key("campus.sensors.faults"), model, seed, meanInterval);
        this.clock = clock;
    }

    /**
     * The messages that have become due since the last call: readings, the oldest first, and after a faulty reading, or
     * in its place, its label. The first reading is due at once. Each list must be given back to {@link #published}.
     */
    public synchronized List<BuildingMessage> due() {
        Instant now = clock.instant();
        boolean clockWasSetBack = nextDue != null && nextDue.isAfter(now.plusNanos(gap));
        if (nextDue == null || clockWasSetBack || nextDue.isBefore(now.minus(MAX_BACKLOG))) {
            nextDue = now;
        }
        List<BuildingMessage> messages = new ArrayList<>();
        while (!nextDue.isAfter(now) && unpublished + messages.size() < MAX_UNPUBLISHED) {
            SensorTopic topic = next();
            Reading right = Reading.of(topic, model.value(topic, now), now, ++seq);
            List<BuildingMessage> made = faults.applyTo(topic, right);
            remember(right, made.get(made.size() - 1));
            messages.addAll(made);
            gap = Math.min(interval.nextGap(random), now.isBefore(hurryEnd) ? longestGap : Long.MAX_VALUE);
            nextDue = nextDue.plusNanos(gap);
        }
        unpublished += messages.size();
        return messages;
    }

    private void remember(Reading right, BuildingMessage last) {
        if (last instanceof FaultLabel label) {
            faulty.remove(label.sensor());
            faulty.put(label.sensor(), label);
            if (faulty.size() > MAX_FAULTY) {
                faulty.remove(faulty.keySet().iterator().next());
            }
        } else if (!faulty.isEmpty()) {
            faulty.remove(right.topic());
        }
    }

    /** The sensors whose last reading was faulty, at most 1000, the latest last. */
    public synchronized List<FaultLabel> faulty() {
        return List.copyOf(faulty.values());
    }

    /**
     * Lets at least so many readings a second come for a while, beginning at once; the rooms stay the same.
     *
     * @param rate readings a second, 1 or more
     */
    public synchronized void hurry(int rate, Duration time) {
        longestGap = Duration.ofSeconds(1).toNanos() / rate;
        hurryEnd = clock.instant().plus(time);
        nextDue = null;
    }

    /** Gives messages back that the broker has, or that could not be published. */
    public synchronized void published(List<BuildingMessage> messages) {
        unpublished -= messages.size();
    }

    /** The number of sensors in the building. */
    public long size() {
        return building.size();
    }

    private SensorTopic next() {
        Sensor[] sensors = Sensor.values();
        Wing[] wings = Wing.values();
        return new SensorTopic(building.name(), 1 + random.nextInt(building.floors()),
                wings[random.nextInt(wings.length)], 1 + random.nextInt(building.roomsPerWing()),
                sensors[random.nextInt(sensors.length)]);
    }
}
