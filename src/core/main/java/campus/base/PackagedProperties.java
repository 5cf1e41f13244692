package campus.base;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
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

    /** Keeps the order of the map. */
    public PackagedProperties {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Those in the jar. */
    public static PackagedProperties load() {
        try (InputStream in = PackagedProperties.class.getResourceAsStream(FILE)) {
            return new PackagedProperties(read(new InputStreamReader(in, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new SettingException("the application.properties in the jar cannot be read: " + e);
        }
    }

    /** The properties of a file, in its order. */
    public static Map<String, String> read(Reader in) throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        Properties ordered = new Properties() {
            private static final long serialVersionUID = 1L;

            @Override
            public synchronized Object put(Object key, Object value) {
                return values.put((String) key, (String) value);
            }
        };
        ordered.load(in);
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
                : Optional.of(key + " is not a property: did you mean " + nearest(key)
                        + "? application.properties lists them all");
    }

    private String nearest(String name) {
        LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
        return values.keySet().stream()
                .min(Comparator.comparing((String other) -> distance.apply(name, other))
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
    }
}
