package campus.broker.sys;

import java.util.Locale;
import java.util.Map;

/**
 * How much of something there is in a minute, averaged over the last 1, 5 and 15 minutes as Mosquitto does it: what
 * is longer ago counts for less, by {@code e^(-t/minutes)}.
 */
final class LoadAverage {

    private static final int[] MINUTES = {1, 5, 15};

    private final double[] averages = new double[MINUTES.length];
    private long last;

    /**
     * Takes a count and writes the averages, such as {@code load/bytes/sent/5min}, with two decimals.
     *
     * @param name    of what is counted
     * @param total   so many since the start
     * @param minutes since the last time; more than 0
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
