package campus.building;

import campus.base.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The faults of readings: a pure function of seed, sensor, time and sequence number, at most one fault for a reading.
 * A lasting fault affects a sensor for a period of about twenty readings; other faults affect single readings.
 *
 * @param shares      the share of readings that have each fault
 * @param model       the values of the sensors without faults
 * @param seed        another one than that of the model
 * @param periodNanos length of a lasting fault
 */
record Faults(Map<Fault, Double> shares, SensorModel model, long seed, long periodNanos) {

    private static final int READINGS_PER_PERIOD = 20;
    private static final long LONGEST_PERIOD = Duration.ofDays(365).toNanos();

    /**
     * The faults of a property such as {@code stuck:0.01,spike:0.005}: the share of readings that have each.
     *
     * @param model    the values of the sensors without faults
     * @param interval mean time between two readings of a sensor, nanoseconds
     * @throws campus.base.SettingException if the value of the property cannot be used
     */
    static Faults of(Settings settings, String key, SensorModel model, long seed, double interval) {
        Map<Fault, Double> shares = new EnumMap<>(Fault.class);
        settings.optional(key).ifPresent(text -> {
            for (String part : text.split(",", -1)) {
                if (!read(part.strip(), shares)) {
                    throw Settings.invalid(key, text, "NAME:SHARE,... once per name, with the names " + names()
                            + " and shares from 0 to 1, in all not more than 1");
                }
            }
        });
        return new Faults(shares, model, Noise.mix(~seed),
                (long) Math.min(LONGEST_PERIOD, Math.max(1, interval * READINGS_PER_PERIOD)));
    }

    /** The messages for a right reading: the reading itself, or the faulty reading (if any) followed by its label. */
    List<BuildingMessage> applyTo(SensorTopic topic, Reading right) {
        if (shares.isEmpty()) {
            return List.of(right);
        }
        long place = model.place(topic) ^ seed;
        long now = SensorModel.nanos(right.time());
        // The periods of each sensor begin at a time of its own.
        long offset = (long) (Noise.uniform(place, -1) * periodNanos);
        long number = Math.floorDiv(now + offset, periodNanos);
        long began = number * periodNanos - offset;
        Fault fault = draw(true, Noise.uniform(place, number), 1);
        if (fault == null) {
            double left = 1 - shares.entrySet().stream().filter(share -> share.getKey().isLasting())
                    .mapToDouble(Map.Entry::getValue).sum();
            fault = left <= 0 ? null : draw(false, Noise.uniform(~place, right.seq()), left);
        }
        if (fault == null) {
            return List.of(right);
        }
        FaultLabel label = FaultLabel.of(fault, right);
        double range = topic.sensor().max() - topic.sensor().min();
        return switch (fault) {
            case STUCK -> List.of(right.withValue(model.value(topic, Instant.ofEpochSecond(0, began))), label);
            case DRIFT -> List.of(right.withValue(right.value() + range / 2 * (now - began) / periodNanos), label);
            case SPIKE -> List.of(right.withValue(
                    right.value() + range * (1 + Noise.uniform(place, ~right.seq())) / 2), label);
            case DROPOUT -> List.of(label);
            case DUPLICATE -> List.of(right, right, label);
        };
    }

    /** @param all the sum of which the shares are parts */
    private Fault draw(boolean lasting, double random, double all) {
        double sum = 0;
        for (Map.Entry<Fault, Double> entry : shares.entrySet()) {
            if (entry.getKey().isLasting() == lasting) {
                sum += entry.getValue() / all;
                if (random < sum) {
                    return entry.getKey();
                }
            }
        }
        return null;
    }

    private static boolean read(String part, Map<Fault, Double> shares) {
        for (Fault fault : Fault.values()) {
            String name = fault.label() + ":";
            if (part.startsWith(name) && part.substring(name.length()).matches("[01](\\.\\d{1,9})?")) {
                boolean first = shares.put(fault, Double.valueOf(part.substring(name.length()))) == null;
                double all = shares.values().stream().mapToDouble(share -> share).sum();
                return first && all <= 1 + 1e-9;
            }
        }
        return false;
    }

    private static String names() {
        return Arrays.stream(Fault.values()).map(Fault::label).collect(Collectors.joining(", "));
    }
}
