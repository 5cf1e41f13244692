package campus.base;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Typed reading of properties. The default of each key with a fixed name is in the {@code application.properties} of
 * the jar, a copy of which is at the top of the repository. A method that reads a value throws
 * {@link SettingException} if the value cannot be used; the message names the key, the value and what is accepted.
 */
public final class Settings {

    /** Long enough for any use, and short enough to count in nanoseconds or to add to a time. */
    private static final Duration MAX_DURATION = Duration.ofDays(365);

    private final Function<String, Optional<String>> lookup;
    private final Supplier<Set<String>> keys;
    private final Map<String, String> literals;

    /**
     * Settings from any source.
     *
     * @param lookup the value of a key, empty if it is not set
     * @param keys   all keys that are set
     */
    public Settings(Function<String, Optional<String>> lookup, Supplier<Set<String>> keys) {
        this(lookup, keys, Map.of());
    }

    /** A record would print the literals, and a password is one. */
    private Settings(Function<String, Optional<String>> lookup, Supplier<Set<String>> keys,
            Map<String, String> literals) {
        this.lookup = lookup;
        this.keys = keys;
        this.literals = literals;
    }

    /** These settings, with literal text for some keys: its blanks are kept. */
    public Settings with(Map<String, String> other) {
        return new Settings(lookup, keys, other);
    }

    /** The settings in a map, by key. */
    public static Settings of(Map<String, String> values) {
        return new Settings(key -> Optional.ofNullable(values.get(key)), values::keySet);
    }

    /**
     * The names that follow a prefix, in the order of the keys: {@code temperature} if
     * {@code campus.view.temperature.filter} is set.
     *
     * @param prefix with the dot at its end, such as {@code campus.view.}
     */
    public List<String> names(String prefix) {
        return keys.get().stream()
                .filter(key -> key.startsWith(prefix) && key.indexOf('.', prefix.length()) > 0)
                .map(key -> key.substring(prefix.length(), key.indexOf('.', prefix.length())))
                .distinct().toList();
    }

    /** The rest of each key that begins with a prefix, sorted. */
    public List<String> keys(String prefix) {
        return keys.get().stream().filter(key -> key.startsWith(prefix))
                .map(key -> key.substring(prefix.length())).sorted().toList();
    }

    /** The value of a key, trimmed; empty if it is not set or blank. */
    public Optional<String> optional(String key) {
        String literal = literals.get(key);
        return (literal != null ? Optional.of(literal) : lookup.apply(key).map(String::strip))
                .filter(value -> !value.isEmpty());
    }

    /** The value of a key that must be set. */
    public String text(String key) {
        return optional(key).orElseThrow(() -> new SettingException(
                key + " is not set: give it a value in application.properties or with -D " + key + "=..."));
    }

    /** The parts of a value with commas between them, each trimmed; none if it is not set. */
    public List<String> list(String key) {
        return optional(key).stream().flatMap(value -> Stream.of(value.split(","))).map(String::strip)
                .filter(part -> !part.isEmpty()).toList();
    }

    /** {@code true} or {@code false}. */
    public boolean flag(String key) {
        return parsed(key, text -> text, text -> text.matches("true|false"), "true or false").equals("true");
    }

    /** A whole number from min to max, both inclusive. */
    public int integer(String key, int min, int max) {
        return parsed(key, Integer::valueOf, number -> number >= min && number <= max,
                "a whole number from " + min + " to " + max);
    }

    /** A length of time such as {@code 500ms}, {@code 1s}, {@code 1.5s}, {@code 1h30m}, from min to 365 days. */
    public Duration duration(String key, Duration min) {
        return parsed(key, Durations::parse, time -> time.compareTo(min) >= 0 && time.compareTo(MAX_DURATION) <= 0,
                "a length of time from " + Durations.format(min) + " to " + Durations.format(MAX_DURATION)
                        + ", such as 500ms, 1s, 10m or 1h30m");
    }

    /** A path, relative to the working directory. What a lone backslash makes of a letter is no part of one. */
    public Path path(String key) {
        return parsed(key, Path::of, path -> path.toString().chars().noneMatch(Character::isISOControl),
                "the path of a file or folder, with / or two backslashes in application.properties");
    }

    /**
     * A value of any type.
     *
     * @param parse    reads the text; throws IllegalArgumentException or DateTimeException if it cannot
     * @param fits     whether what was read can be used
     * @param accepted what can be used, for the message
     */
    public <T> T parsed(String key, Function<String, T> parse, Predicate<T> fits, String accepted) {
        String value = text(key);
        try {
            T parsed = parse.apply(value);
            if (fits.test(parsed)) {
                return parsed;
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            // refused below, with what is accepted
        }
        throw invalid(key, value, accepted);
    }

    /** The exception for a value that cannot be used. */
    public static SettingException invalid(String key, String value, String accepted) {
        return new SettingException(key + "=" + PrintableText.of(value) + " cannot be used: accepted is " + accepted);
    }
}
