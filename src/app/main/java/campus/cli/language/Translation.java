package campus.cli.language;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Texts in one language by those in another. In a text {@code {0}} stands for anything, {@code {0,number}} for digits,
 * and {@code {0,text}} for a text that is translated too.
 */
final class Translation {

    private static final Pattern PARAMETER = Pattern.compile("\\{(\\d)(?:,(text|number))?}");

    /** The most special text first: the one with most characters of its own. */
    private final List<Entry> entries;

    private record Entry(Pattern from, String to, Set<String> nested, int ownCharacters) {
    }

    /**
     * A translation.
     *
     * @param from texts by their keys
     * @param to   the same texts in the other language
     */
    Translation(Map<String, String> from, Map<String, String> to) {
        entries = from.keySet().stream().map(key -> entry(from.get(key), to.get(key)))
                .sorted(Comparator.comparing(Entry::ownCharacters).reversed()).toList();
    }

    private static Entry entry(String from, String to) {
        String regex = PARAMETER.matcher(from).replaceAll(each -> Matcher.quoteReplacement(
                "\\E(?<p" + each.group(1) + ">" + ("number".equals(each.group(2)) ? "[0-9]+" : ".*?") + ")\\Q"));
        Set<String> nested = PARAMETER.matcher(from).results().filter(each -> "text".equals(each.group(2)))
                .map(each -> each.group(1)).collect(Collectors.toSet());
        return new Entry(Pattern.compile("\\Q" + regex + "\\E", Pattern.DOTALL), to, nested,
                PARAMETER.matcher(from).replaceAll("").length());
    }

    /** The text in the other language; the same text if there is none. */
    String of(String text) {
        return entries.stream().flatMap(entry -> translated(entry, text).stream()).findFirst().orElse(text);
    }

    private Optional<String> translated(Entry entry, String text) {
        Matcher found = entry.from.matcher(text);
        return !found.matches() ? Optional.empty() : Optional.of(PARAMETER.matcher(entry.to).replaceAll(use -> {
            String value = found.group("p" + use.group(1));
            return Matcher.quoteReplacement(entry.nested.contains(use.group(1)) ? of(value) : value);
        }));
    }
}
