package campus.broker.sys;

import java.util.Locale;
import java.util.Map;

/**
 * The average of a count in a minute, over the last 1, 5 and 15 minutes, as Mosquitto computes it: the weight of the
 * past decays by {@code e^(-t/minutes)}.
 */
final class LoadAverage {

    private static final int[] MINUTES = {1, 5, 15};

    private final double[] averages = new double[MINUTES.length];
    private long last;

    /**
     * Takes a count and puts the averages, such as {@code load/bytes/sent/5min}, with two decimals.
     *
     * @param name    of the count, such as {@code bytes/sent}
     * @param total   the count since the start
     * @param minutes since the last call; more than 0
     */
    void put(Map<String, String> figures, String name, long total, double minutes) {
        double inAMinute = (total - last) / minutes;
        last = total;
        for (int i = 0; i < MINUTES.length; i++) {
            averages[i] = inAMinute + Math.exp(-minutes / MINUTES[i]) * (averages[i] - inAMinute);
            figures.put("load/" + name + "/" + MINUTES[i] + "min", String.format(Locale.ROOT, "%.2f", averages[i]));
        }
    }
}
