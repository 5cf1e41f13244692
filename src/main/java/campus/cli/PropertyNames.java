package campus.cli;

import campus.base.SettingException;
import java.util.Comparator;
import java.util.Set;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds misspelled properties: those of Camel it checks itself, those of this project are checked here. */
final class PropertyNames {

    private PropertyNames() {
    }

    /** @throws SettingException for the first {@code campus.*} name that does not exist, with the nearest that does */
    static void requireKnown(Set<String> given, Set<String> known) {
        given.stream()
                .filter(name -> name.startsWith("campus.") && !known.contains(name))
                .sorted()
                .findFirst()
                .ifPresent(name -> {
                    throw new SettingException(name + " is not a property: did you mean " + nearest(name, known)
                            + "? application.properties lists them all");
                });
    }

    private static String nearest(String name, Set<String> known) {
        LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
        return known.stream()
                .min(Comparator.comparing((String other) -> distance.apply(name, other))
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
    }
}
