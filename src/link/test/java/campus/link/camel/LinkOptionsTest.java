package campus.link.camel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Component;
import org.junit.jupiter.api.Test;

/**
 * The table of options in the page {@code link} is made of the description that camel-paho-mqtt5 brings, and of what a
 * link makes of them: {@code mvn test -Dtest=LinkOptionsTest -Dreadme.update=true} writes it anew.
 */
class LinkOptionsTest {

    private static final Path PAGE = Path.of("src", "site", "link.md");
    private static final String DESCRIPTION = "/META-INF/org/apache/camel/component/paho/mqtt5/paho-mqtt5.json";
    private static final Pattern TABLE =
            Pattern.compile("(?<=<!-- options -->\n).*(?=<!-- /options -->)", Pattern.DOTALL);

    @Test
    void thePageHasEachOption() throws Exception {
        String page = Files.readString(PAGE);
        String table = table();
        if (Boolean.getBoolean("readme.update")) {
            page = TABLE.matcher(page).replaceFirst(Matcher.quoteReplacement(table));
            Files.writeString(PAGE, page);
        }
        Matcher matcher = TABLE.matcher(page);
        assertThat(matcher.find()).as("the page has its two markers").isTrue();
        assertThat(matcher.group()).isEqualTo(table);
    }

    private static String table() throws Exception {
        return options().entrySet().stream().map(option -> "| `" + option.getKey() + "` | "
                + option.getValue().path("defaultValue").asText() + " | " + inALink(option.getKey()) + " |\n")
                .collect(Collectors.joining("", "| option | default in Camel | in a link |\n| --- | --- | --- |\n",
                        ""));
    }

    private static String inALink(String option) {
        return LinkOptions.DEFAULTS.stream().filter(each -> each.option().equals(option))
                .map(each -> "as documented; " + each.better() + " if nothing sets it")
                .findFirst().orElseGet(() -> LinkOptions.REFUSED.stream().filter(each -> each.option().equals(option))
                        .map(each -> "refused unless it has its default: " + each.reason())
                        .findFirst().orElse("as documented"));
    }

    /** Those of the component, which has those of an endpoint too. */
    private static Map<String, JsonNode> options() throws Exception {
        try (InputStream description = PahoMqtt5Component.class.getResourceAsStream(DESCRIPTION)) {
            Map<String, JsonNode> options = new TreeMap<>();
            new ObjectMapper().readTree(description).get("componentProperties").properties()
                    .forEach(option -> options.put(option.getKey(), option.getValue()));
            return options;
        }
    }
}
