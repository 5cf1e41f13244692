package campus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The README's property tables are made of application.properties, where each property is documented.
 * {@code mvn test -Dtest=ReadmeTest -Dreadme.update=true} writes them anew.
 */
class ReadmeTest {

    private static final Path README = Path.of("README.md");
    private static final Pattern TABLES =
            Pattern.compile("(?<=<!-- properties -->\n).*(?=<!-- /properties -->)", Pattern.DOTALL);

    @Test
    void propertyTablesSayWhatApplicationPropertiesSays() throws IOException {
        String readme = Files.readString(README);
        String tables = tables(Files.readAllLines(Path.of("application.properties")));
        if (Boolean.getBoolean("readme.update")) {
            readme = TABLES.matcher(readme).replaceFirst(Matcher.quoteReplacement(tables));
            Files.writeString(README, readme);
        }
        Matcher matcher = TABLES.matcher(readme);
        assertThat(matcher.find()).as("the README has its two markers").isTrue();
        assertThat(matcher.group()).isEqualTo(tables);
    }

    private static String tables(List<String> lines) {
        StringBuilder tables = new StringBuilder();
        List<String> comment = new ArrayList<>();
        boolean afterKey = false;
        boolean inSection = false;
        for (String line : lines) {
            if (line.startsWith("# ----")) {
                tables.append("\n#### ").append(line.replaceAll("^# -+ | -+$", ""))
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
