package campus.base;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** Lengths of time as text, and the clock. */
public final class Durations {

    /** The time in readings, lines and the ledger: UTC, in milliseconds. */
    public static final Clock CLOCK = Clock.tickMillis(ZoneOffset.UTC);

    private Durations() {
    }

    /**
     * Reads a length of time such as {@code 500ms}, {@code 1.5s}, {@code 10m} or {@code 1h30m}.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static Duration parse(String text) {
        try {
            return text.endsWith("ms") ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
                    : Duration.parse("PT" + text);
        } catch (DateTimeParseException | ArithmeticException e) {
            throw new IllegalArgumentException("'" + text + "' is not a length of time", e);
        }
    }

    /** Writes a length of time as {@link #parse} reads it. */
    public static String format(Duration duration) {
        boolean milliseconds = duration.compareTo(Duration.ofSeconds(1)) < 0 && !duration.isZero();
        return milliseconds ? duration.toMillis() + "ms" : duration.toString().substring(2).toLowerCase(Locale.ROOT);
    }
}
