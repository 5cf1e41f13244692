package campus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The table of properties is made of application.properties, where each property is documented:
 * {@code mvn test -Dtest=ReadmeTest -Dreadme.update=true} writes it anew. The links of README and pages lead somewhere.
 */
class ReadmeTest {

    private static final Path README = Path.of("README.md");
    private static final Path SITE = Path.of("src", "site");
    private static final Path PROPERTIES = SITE.resolve("properties.md");
    private static final Pattern TABLES =
            Pattern.compile("(?<=<!-- properties -->\n).*(?=<!-- /properties -->)", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);
    private static final Pattern CODE = Pattern.compile("^```.*?^```$", Pattern.MULTILINE | Pattern.DOTALL);

    @Test
    void theTableOfPropertiesIsThatOfApplicationProperties() throws IOException {
        String page = Files.readString(PROPERTIES);
        String tables = tables(Files.readAllLines(Path.of("src/core/main/resources/campus/application.properties")));
        if (Boolean.getBoolean("readme.update")) {
            page = TABLES.matcher(page).replaceFirst(Matcher.quoteReplacement(tables));
            Files.writeString(PROPERTIES, page);
        }
        Matcher matcher = TABLES.matcher(page);
        assertThat(matcher.find()).as("the page has its two markers").isTrue();
        assertThat(matcher.group()).isEqualTo(tables);
    }

    @Test
    void everyLinkLeadsToAFileAndToAHeadingOfIt() throws IOException {
        for (Path page : pages()) {
            for (String link : links(page)) {
                Path target = target(page, link);
                assertThat(target).as("%s links to %s", page, link).exists();
                if (link.contains("#")) {
                    assertThat(headings(target)).as("%s links to %s", page, link)
                            .contains(link.replaceFirst(".*#", ""));
                }
            }
        }
    }

    @Test
    void everyPageIsReachableFromTheReadme() throws IOException {
        Set<Path> reached = new TreeSet<>(Set.of(README));
        Deque<Path> next = new ArrayDeque<>(reached);
        while (!next.isEmpty()) {
            Path page = next.remove();
            for (String link : links(page)) {
                Path target = target(page, link);
                if (target.toString().endsWith(".md") && reached.add(target)) {
                    next.add(target);
                }
            }
        }
        assertThat(reached).containsAll(pages()).hasSizeGreaterThan(10);
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> pages = Files.walk(SITE)) {
            return Stream.concat(Stream.of(README), pages.filter(page -> page.toString().endsWith(".md")).sorted())
                    .toList();
        }
    }

    /** The relative links of a page. */
    private static List<String> links(Path page) throws IOException {
        return LINK.matcher(text(page)).results().map(link -> link.group(1)).filter(link -> !link.contains("://"))
                .toList();
    }

    private static Path target(Path page, String link) {
        String file = link.replaceFirst("#.*", "");
        return file.isEmpty() ? page : page.resolveSibling(file).normalize();
    }

    /** The anchors of a page, as GitHub makes them of its headings. */
    private static Set<String> headings(Path page) throws IOException {
        return HEADING.matcher(text(page)).results()
                .map(heading -> heading.group(1).toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\d _-]", "")
                .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    /** A page without its blocks of code. */
    private static String text(Path page) throws IOException {
        return CODE.matcher(Files.readString(page)).replaceAll("");
    }

    private static String tables(List<String> lines) {
        StringBuilder tables = new StringBuilder();
        List<String> comment = new ArrayList<>();
        boolean afterKey = false;
        boolean inSection = false;
        for (String line : lines) {
            if (line.startsWith("# ----")) {
                tables.append("\n### ").append(line.replaceAll("^# -+ | -+$", ""))
                        .append("\n\n| property | default | meaning |\n| --- | --- | --- |\n");
                comment.clear();
                inSection = true;
            } else if (line.startsWith("#") && inSection) {
                if (afterKey) {
                    comment.clear();
                }
                comment.add(line.substring(1).strip());
                afterKey = false;
            } else if (line.contains("=") && inSection) {
                String[] property = line.split("=", 2);
                tables.append("| `").append(property[0]).append("` | ").append(code(property[1])).append(" | ")
                        .append(afterKey ? "" : String.join(" ", comment)).append(" |\n");
                afterKey = true;
            }
        }
        return tables.append("\n").toString();
    }

    private static String code(String value) {
        return value.isEmpty() ? "" : "`" + value.replace("|", "\\|") + "`";
    }
}
