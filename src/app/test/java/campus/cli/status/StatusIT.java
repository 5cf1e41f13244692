package campus.cli.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import campus.cli.CommandLine;
import campus.cli.Running;
import campus.cli.options.ExitCode;
import campus.testkit.Mosquitto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code status} and the view broker-status on the embedded broker and on a real Mosquitto. */
class StatusIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Map<String, String> QUIET = Map.of("campus.sensors.enabled", "false",
            "campus.teacher.enabled", "false", "campus.views.enabled", "false", "campus.broker.sys-interval", "200ms");
    private static final Map<String, String> BROKER_STATUS =
            Map.of("campus.views.enabled", "true", "campus.view.broker-status.enabled", "true");

    @TempDir
    private Path folder;

    private final CommandLine commands = new CommandLine();

    @Test
    void figuresOfTheEmbeddedBrokerMoveWithTheTraffic() throws Exception {
        try (Running campus = start(Map.of())) {
            assertFiguresMove(campus.port());
        }
    }

    @Test
    void figuresOfMosquittoMoveWithTheTraffic() throws Exception {
        try (Mosquitto mosquitto = mosquitto("allow_anonymous true", "sys_interval 1")) {
            await().atMost(PATIENCE).until(() -> status(mosquitto.port()) == ExitCode.OK && !table().contains("-\n"));
            assertFiguresMove(mosquitto.port());
        }
    }

    @Test
    void theViewWritesTheFiguresOfTheEmbeddedBroker() throws Exception {
        try (Running campus = start(BROKER_STATUS)) {
            assertFiguresWritten(campus);
        }
    }

    @Test
    void theViewWritesTheFiguresOfMosquitto() throws Exception {
        try (Mosquitto mosquitto = mosquitto("allow_anonymous true", "sys_interval 1");
             Running campus = start(Map.of("campus.views.enabled", "true", "campus.view.broker-status.enabled", "true",
                     "campus.broker.enabled", "false", "campus.broker.port", "" + mosquitto.port(),
                     "campus.building.password", "any"))) {
            assertFiguresWritten(campus);
        }
    }

    @Test
    void aBrokerWithoutFiguresIsOneLineAndCode1() throws Exception {
        try (Running campus = start(Map.of("campus.broker.sys-interval", "0s"))) {
            assertThat(status(campus.port(), "-W", "1")).isEqualTo(ExitCode.FAILED);
            assertNoFigures();
        }
    }

    @Test
    void figuresThatMosquittoKeepsFromTheUserAreOneLineAndCode1() throws Exception {
        Path acl = Files.writeString(folder.resolve("acl"), "topic readwrite salon/#\n");
        try (Mosquitto mosquitto = mosquitto("allow_anonymous true", "sys_interval 1", "acl_file " + acl)) {
            assertThat(status(mosquitto.port(), "-W", "1")).isEqualTo(ExitCode.FAILED);
            assertNoFigures();
        }
    }

    @Test
    void figuresThatTheEmbeddedBrokerKeepsFromTheUserAreOneLineAndCode4() throws Exception {
        Path acl = Files.writeString(folder.resolve("acl"), "topic readwrite salon/#\n");
        try (Running campus = start(Map.of("campus.broker.acl-file", acl.toString()))) {
            assertThat(status(campus.port())).isEqualTo(ExitCode.REFUSED_BY_BROKER);
            assertThat(commands.err()).hasLineCount(1).startsWith("campus: ").contains("$SYS/#");
            assertThat(table()).isEmpty();
        }
    }

    private void assertFiguresMove(int port) throws Exception {
        assertThat(status(port)).as(commands::err).isZero();
        assertThat(table()).hasLineCount(16).doesNotContain("-\n", "/s");
        Map<String, Long> before = new HashMap<>();
        for (String name : new String[] {"messages received", "publications received", "bytes received"}) {
            before.put(name, figure(name));
        }
        for (int i = 0; i < 10; i++) {
            assertThat(commands.execute("pub", "-p", "" + port, "-t", "salon/luz", "-m", "0123456789", "-q", "1"))
                    .isZero();
        }
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(status(port)).as(commands::err).isZero();
            // CONNECT, PUBLISH and DISCONNECT of each, and those of status
            assertThat(figure("messages received")).isGreaterThanOrEqualTo(before.get("messages received") + 20);
            assertThat(figure("publications received")).isGreaterThanOrEqualTo(
                    before.get("publications received") + 10);
            assertThat(figure("bytes received")).isGreaterThan(before.get("bytes received") + 10 * 20);
        });
    }

    private static void assertFiguresWritten(Running campus) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(campus.lines("broker-status"))
                .anyMatch(line -> line.contains("\"$SYS/broker/uptime\""))
                .anyMatch(line -> line.matches(".*\"\\$SYS/broker/clients/connected\".*\"payload\":[1-9]}"))
                .anyMatch(line -> line.contains("\"$SYS/broker/bytes/sent\"")));
    }

    private void assertNoFigures() {
        assertThat(commands.err()).hasLineCount(1).startsWith("campus: no figures came in 1 s").contains("$SYS/#");
        assertThat(table()).isEmpty();
    }

    private Running start(Map<String, String> options) throws Exception {
        Map<String, String> all = new HashMap<>(QUIET);
        all.putAll(options);
        return Running.start(folder.resolve("data"), all);
    }

    private Mosquitto mosquitto(String... lines) throws IOException {
        Assumptions.assumeTrue(Mosquitto.isInstalled(), "skipped: mosquitto is not installed");
        return Mosquitto.start(folder, lines);
    }

    private int status(int port, String... more) {
        String[] command = new String[more.length + 3];
        command[0] = "status";
        command[1] = "-p";
        command[2] = "" + port;
        System.arraycopy(more, 0, command, 3, more.length);
        return commands.execute(command);
    }

    private String table() {
        return commands.out();
    }

    private long figure(String name) {
        Matcher line = Pattern.compile("^" + name + " +(\\d+)$", Pattern.MULTILINE).matcher(table());
        assertThat(line.find()).as(table()).isTrue();
        return Long.parseLong(line.group(1));
    }
}
