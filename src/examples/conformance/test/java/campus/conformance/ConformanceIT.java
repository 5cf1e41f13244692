package campus.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import campus.testkit.Mosquitto;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Applications of others with campus-link as a dependency, and nothing else of ours: each outlasts its broker.
 * With the tag {@code soak} it writes the table {@code target/conformance.md}, with longer outages, with the hosts that
 * only {@code -Psoak} builds, and beside the link the component of Camel.
 */
class ConformanceIT {

    private static final String HEAD = "| host | component | starts without a broker | broker comes | killed for 3 s"
            + " | killed for 20 s | password corrected | health | lost | SIGTERM |\n"
            + "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n";

    @TempDir
    private Path folder;

    @BeforeAll
    static void needsMosquitto() {
        assumeTrue(Mosquitto.isInstalled(), "Mosquitto is not installed, so there is no broker to kill");
    }

    @ParameterizedTest
    @EnumSource(names = {"CAMEL_MAIN", "SPRING_BOOT"})
    void aHostWithTheLinkOutlastsItsBroker(Host host) throws Exception {
        try (Story story = new Story(folder, host, true)) {
            assertThat(story.start()).as("runs without a broker:%n%s", story.log()).isTrue();
            assertThat(story.health()).isIn(0, 503);
            assertThat(story.brokerComes()).as("broker comes:%n%s", story.log()).isNotNull().isLessThan(5);
            assertThat(story.healthSoon()).isIn(0, 200);
            assertThat(story.killed(Duration.ofSeconds(3))).as("killed:%n%s", story.log()).isNotNull().isLessThan(5);
            assertThat(story.ends()).as("SIGTERM").isNotNull().isLessThan(10);
            assertThat(story.lost()).as("lost").isZero();
            assertThat(story.log()).as("its own log").contains("campus-link makes the connections of paho-mqtt5")
                    .containsPattern("(?m)own.*not of MQTT");
        }
    }

    @Tag("soak")
    @Test
    void eachHostWithEachComponent() throws Exception {
        Path table = Files.createDirectories(Path.of("target")).resolve("conformance.md");
        List<String> rows = new ArrayList<>();
        for (Host host : Host.values()) {
            for (boolean link : List.of(true, false)) {
                rows.add(row(host, link));
                Files.writeString(table, HEAD + String.join("\n", rows) + "\n");
            }
        }
        assertThat(rows).filteredOn(row -> row.contains("| link |")).noneMatch(row -> row.contains("never"))
                .allMatch(row -> row.contains("| 0 |"))
                .allMatch(row -> row.contains("| 503 → 200 |") || row.contains("| none → none |"));
    }

    private String row(Host host, boolean link) throws Exception {
        try (Story story = new Story(folder.resolve(host + "-" + link), host, link)) {
            boolean starts = story.start();
            String without = starts ? "yes" : "no, exit code " + story.exitCode();
            String health = (starts ? health(story.health()) : "ended") + " → ";
            Double comes = starts ? story.brokerComes() : story.startWithBroker();
            List<String> cells = new ArrayList<>(List.of(host.toString(), link ? "link" : "Camel's", without,
                    starts ? seconds(comes) : "started again"));
            health += health(story.healthSoon());
            cells.add(seconds(story.killed(Duration.ofSeconds(3))));
            cells.add(seconds(story.killed(Duration.ofSeconds(20))));
            cells.add(seconds(story.wrongPassword()));
            Double ends = story.ends();
            cells.add(health);
            cells.add("" + story.lost());
            cells.add(seconds(ends));
            return "| " + String.join(" | ", cells) + " |";
        }
    }

    private static String health(int status) {
        return status == 0 ? "none" : "" + status;
    }

    private static String seconds(Double value) {
        return value == null ? "never" : String.format(Locale.ROOT, "%.1f s", value);
    }
}
