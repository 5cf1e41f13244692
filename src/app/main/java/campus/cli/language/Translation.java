package campus.cli.language;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Texts in one language by those in another. In a text {@code {0}} stands for anything, {@code {0,number}} for digits,
 * and {@code {0,text}} for a text that is translated too.
 */
final class Translation {

    private static final Pattern PARAMETER = Pattern.compile("\\{(\\d)(?:,(text|number))?}");
    private static final String NESTED = "text";

    /** The most special text first: the one with most characters of its own. */
    private final List<Entry> entries;

    private record Parameter(int number, String type) {
    }

    private record Entry(Pattern from, List<Parameter> parameters, int ownCharacters, String to) {
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
        StringBuilder regex = new StringBuilder();
        List<Parameter> parameters = new ArrayList<>();
        int ownCharacters = 0;
        int end = 0;
        for (Matcher parameter = PARAMETER.matcher(from); parameter.find(); end = parameter.end()) {
            regex.append(Pattern.quote(from.substring(end, parameter.start())))
                    .append("number".equals(parameter.group(2)) ? "([0-9]+)" : "(.*?)");
            ownCharacters += parameter.start() - end;
            parameters.add(new Parameter(Integer.parseInt(parameter.group(1)), parameter.group(2)));
        }
        regex.append(Pattern.quote(from.substring(end)));
        return new Entry(Pattern.compile(regex.toString(), Pattern.DOTALL), parameters,
                ownCharacters + from.length() - end, to);
    }

    /** The text in the other language; the same text if there is none. */
    String of(String text) {
        return entries.stream().flatMap(entry -> translated(entry, text).stream()).findFirst().orElse(text);
    }

    private Optional<String> translated(Entry entry, String text) {
        Matcher found = entry.from.matcher(text);
        if (!found.matches()) {
            return Optional.empty();
        }
        String[] values = new String[entry.parameters.size()];
        for (int i = 0; i < values.length; i++) {
            Parameter parameter = entry.parameters.get(i);
            String value = found.group(i + 1);
            values[parameter.number] = NESTED.equals(parameter.type) ? of(value) : value;
        }
        return Optional.of(PARAMETER.matcher(entry.to)
                .replaceAll(use -> Matcher.quoteReplacement(values[Integer.parseInt(use.group(1))])));
    }
}
