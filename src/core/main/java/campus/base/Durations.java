package campus.base;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** Time as this project measures, reads and writes it. */
public final class Durations {

    /** UTC, in milliseconds: what is written in readings, lines and the ledger. */
    public static final Clock CLOCK = Clock.tickMillis(ZoneOffset.UTC);

    private Durations() {
    }

    /**
     * Reads {@code 500ms}, {@code 1.5s}, {@code 10m}, {@code 1h30m}.
     *
     * @throws IllegalArgumentException where the text is none of these
     */
    public static Duration parse(String text) {
        try {
            return text.endsWith("ms")
                    ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
                    : Duration.parse("PT" + text);
        } catch (DateTimeParseException | ArithmeticException e) {
            throw new IllegalArgumentException("'" + text + "' is not a length of time", e);
        }
    }

    /** Writes a length of time as {@link #parse} reads it. */
    public static String format(Duration duration) {
        boolean milliseconds = duration.compareTo(Duration.ofSeconds(1)) < 0 && !duration.isZero();
        return milliseconds
                ? duration.toMillis() + "ms"
                : duration.toString().substring(2).toLowerCase(Locale.ROOT);
    }
}
