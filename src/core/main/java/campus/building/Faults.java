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
 * Which readings are faulty: a pure function of seed, place, time and number of the reading, at most one fault each.
 * A lasting fault takes a sensor for a while, of as long as some twenty of its readings; the others hit single ones.
 */
final class Faults {

    private static final int READINGS_OF_A_WHILE = 20;
    private static final long LONGEST_WHILE = Duration.ofDays(365).toNanos();

    private final Map<Fault, Double> shares;
    private final SensorModel model;
    private final long seed;
    private final long whileNanos;

    private Faults(Map<Fault, Double> shares, SensorModel model, long seed, long whileNanos) {
        this.shares = shares;
        this.model = model;
        this.seed = seed;
        this.whileNanos = whileNanos;
    }

    /**
     * The faults that a property asks for, as in {@code stuck:0.01,spike:0.005}: the share of readings that have each.
     *
     * @param model  what the sensors would read
     * @param period from one reading of a sensor to its next, on average, in nanoseconds
     * @throws campus.base.SettingException naming the key, where the text is not like that
     */
    static Faults of(Settings settings, String key, SensorModel model, long seed, double period) {
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
                (long) Math.min(LONGEST_WHILE, Math.max(1, period * READINGS_OF_A_WHILE)));
    }

    /** What is sent for a right reading: itself, or what a fault makes of it, with the truth behind it. */
    List<BuildingMessage> applyTo(SensorTopic where, Reading right) {
        if (shares.isEmpty()) {
            return List.of(right);
        }
        long place = model.place(where) ^ seed;
        long now = SensorModel.nanos(right.time());
        // Every sensor begins its whiles at a time of its own.
        long offset = (long) (Noise.uniform(place, -1) * whileNanos);
        long number = Math.floorDiv(now + offset, whileNanos);
        long began = number * whileNanos - offset;
        Fault fault = draw(true, Noise.uniform(place, number), 1);
        if (fault == null) {
            double left = 1 - share(true);
            fault = left <= 0 ? null : draw(false, Noise.uniform(~place, right.seq()), left);
        }
        if (fault == null) {
            return List.of(right);
        }
        FaultLabel truth = FaultLabel.of(fault, right);
        double range = where.sensor().max() - where.sensor().min();
        return switch (fault) {
            case STUCK -> List.of(right.withValue(model.value(where, Instant.ofEpochSecond(0, began))), truth);
            case DRIFT -> List.of(right.withValue(right.value() + range / 2 * (now - began) / whileNanos), truth);
            case SPIKE -> List.of(right.withValue(
                    right.value() + range * (1 + Noise.uniform(place, ~right.seq())) / 2), truth);
            case DROPOUT -> List.of(truth);
            case DUPLICATE -> List.of(right, right, truth);
        };
    }

    /** @param all what the shares are parts of */
    private Fault draw(boolean lasting, double random, double all) {
        double sum = 0;
        for (Map.Entry<Fault, Double> entry : shares.entrySet()) {
            if (entry.getKey().lasting() == lasting) {
                sum += entry.getValue() / all;
                if (random < sum) {
                    return entry.getKey();
                }
            }
        }
        return null;
    }

    private double share(boolean lasting) {
        return shares.entrySet().stream().filter(entry -> entry.getKey().lasting() == lasting)
                .mapToDouble(Map.Entry::getValue).sum();
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
