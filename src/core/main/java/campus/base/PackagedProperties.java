package campus.base;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * The {@code application.properties} in the jar, whatever a user set before a build.
 *
 * @param values the default of each name, in the order of the file
 */
public record PackagedProperties(Map<String, String> values) {

    private static final String FILE = "/campus/application.properties";
    private static final Pattern BLOCK = Pattern.compile(
            "campus\\.((view|building)\\.[^.]+|link\\.birth-payload)\\..+");

    /** Those in the jar. */
    public static PackagedProperties load() {
        try (InputStream in = PackagedProperties.class.getResourceAsStream(FILE)) {
            return new PackagedProperties(read(new InputStreamReader(in, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new SettingException("the application.properties in the jar cannot be read: " + e);
        }
    }

    /**
     * The properties of a file, in its order; a byte order mark is skipped.
     *
     * @param in decoded as UTF-8
     * @throws IllegalArgumentException if the file is not UTF-8 text from its first byte on
     */
    public static Map<String, String> read(Reader in) throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        Properties ordered = new Properties() {
            private static final long serialVersionUID = 1L;

            @Override
            public synchronized Object put(Object key, Object value) {
                return values.put((String) key, (String) value);
            }
        };
        BufferedReader text = new BufferedReader(in);
        text.mark(1);
        int first = text.read();
        if (first == '\uFFFD') {
            throw new IllegalArgumentException("it is UTF-16: save it as UTF-8");
        }
        if (first != '\uFEFF') {
            text.reset();
        }
        ordered.load(text);
        return values;
    }

    /** Whether a key is of a view, a further building or a will topic, of which anybody may add some. */
    public static boolean isBlock(String key) {
        return BLOCK.matcher(key).matches();
    }

    /**
     * What is wrong with a name.
     *
     * @return empty if there is such a property, or if it is not one of ours at all
     */
    public Optional<String> unknown(String key) {
        return !key.startsWith("campus.") || isBlock(key) || values.containsKey(key) ? Optional.empty()
                : Optional.of(near(key, values.keySet()).map(near -> key + " is not a property: did you mean " + near
                        + "? application.properties lists them all")
                        .orElse(key + " is not a property: application.properties lists them all"));
    }

    /** The nearest of these names that differs from a name in a quarter of its characters at most. */
    public static Optional<String> near(String name, Collection<String> names) {
        LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
        return names.stream().filter(other -> distance.apply(name, other) <= Math.max(2, name.length() / 4))
                .min(Comparator.comparing((String other) -> distance.apply(name, other))
                        .thenComparing(Comparator.naturalOrder()));
    }
}
