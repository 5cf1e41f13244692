package campus.broker;

import campus.base.Settings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits for the figures under {@code $SYS/broker/}: one that rises above its limit is warned of once, and once it is
 * told when the figure is back, at nine tenths of the limit or below, so that a figure near its limit does not fill
 * the log. Safe for use by many threads.
 */
public final class Thresholds {

    private static final Logger LOG = LoggerFactory.getLogger(Thresholds.class);
    private static final String KEY = "campus.broker-status.warn-above";
    private static final String ROOT = "$SYS/broker/";
    private static final Pattern LIMIT = Pattern.compile("([^=]+)=\\s*(\\d{1,15}(?:\\.\\d{1,6})?)");
    /** Of {@code 75 seconds} too. */
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}(\\.\\d{1,18})?");
    private static final double BACK = 0.9;

    private final Map<String, Double> limits;
    private final Set<String> exceeded = ConcurrentHashMap.newKeySet();

    private Thresholds(Map<String, Double> limits) {
        this.limits = limits;
    }

    /**
     * Those of {@code campus.broker-status.warn-above}, such as {@code clients/connected=100, bytes/sent=1000000000}.
     *
     * @throws campus.base.SettingException where it is none of these
     */
    public static Thresholds of(Settings settings) {
        Map<String, Double> limits = new LinkedHashMap<>();
        settings.optional(KEY).ifPresent(list -> {
            for (String part : list.split(",", -1)) {
                Matcher limit = LIMIT.matcher(part.strip());
                if (!limit.matches()) {
                    throw Settings.invalid(KEY, list, "NAME=NUMBER, NAME=NUMBER, each NAME a topic below " + ROOT
                            + " as in clients/connected=100");
                }
                limits.put(limit.group(1).strip(), Double.valueOf(limit.group(2)));
            }
        });
        return new Thresholds(limits);
    }

    /**
     * Looks at a figure that has come; one without a limit, or that is no number, is nothing to it.
     *
     * @param topic   all of it, from {@code $SYS} on
     * @param payload a number, and perhaps a unit behind it
     */
    public void check(String topic, String payload) {
        Double limit = topic.startsWith(ROOT) ? limits.get(topic.substring(ROOT.length())) : null;
        Matcher number = NUMBER.matcher(payload);
        if (limit == null || !number.lookingAt()) {
            return;
        }
        double value = Double.parseDouble(number.group());
        if (value > limit && exceeded.add(topic)) {
            LOG.warn("{} is {}, above the limit of {}", topic, number.group(), text(limit));
        } else if (value <= limit * BACK && exceeded.remove(topic)) {
            LOG.info("{} is {}, back below the limit of {}", topic, number.group(), text(limit));
        }
    }

    private static String text(double limit) {
        return limit == Math.rint(limit) ? Long.toString((long) limit) : Double.toString(limit);
    }
}
