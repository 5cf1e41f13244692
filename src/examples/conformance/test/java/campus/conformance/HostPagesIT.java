package campus.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import campus.testkit.Mosquitto;
import campus.testkit.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages of the hosts are short and true: what they show is in an example, and what they type works. */
class HostPagesIT {

    private static final Pattern SHOWN = Pattern.compile("```(?:xml|yaml|properties|java)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern TYPED = Pattern.compile("```sh\n(.*?)\n```", Pattern.DOTALL);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final List<Process> running = new ArrayList<>();
    private final int webPort = Ports.free();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        running.forEach(process -> process.descendants().forEach(ProcessHandle::destroyForcibly));
    }

    private static List<String> blocks(String page, Pattern kind) throws IOException {
        return kind.matcher(Files.readString(Path.of("src", "site", page))).results()
                .map((MatchResult match) -> match.group(1)).toList();
    }

    @ParameterizedTest
    @CsvSource({"host-camel-main.md, camel-main, 1", "host-spring-boot.md, spring-boot-routes, 2",
        "host-quarkus.md, quarkus-routes, 2", "host-jbang.md, jbang, 0"})
    void whatAPageShowsIsInItsExample(String page, String example, int count) throws IOException {
        String all;
        try (Stream<Path> files = Files.walk(Path.of("src", "examples", example))) {
            all = String.join("\n", files.filter(file -> !file.toString().contains("target"))
                    .filter(Files::isRegularFile).map(HostPagesIT::read).toList());
        }
        assertThat(blocks(page, SHOWN)).hasSize(count).allSatisfy(block -> assertThat(all).contains(block));
        assertThat(Files.readString(Path.of("src", "site", page)).lines()).hasSizeLessThanOrEqualTo(40);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Tag("soak")
    @ParameterizedTest
    @ValueSource(strings = {"host-camel-main.md", "host-spring-boot.md", "host-quarkus.md", "host-jbang.md"})
    void whatAPageTypesWorks(String page) throws Exception {
        for (String name : List.of("src", "routes", "application.properties")) {
            Files.createSymbolicLink(folder.resolve(name), Path.of(name).toAbsolutePath());
        }
        try (Mosquitto broker = Mosquitto.start(folder, "allow_anonymous true")) {
            List<String> commands = blocks(page, TYPED);
            assertThat(commands).hasSizeGreaterThan(1);
            for (String command : commands) {
                type(command, broker);
            }
        }
    }

    /** A command that ends with {@code &} goes on; another one is typed again until it succeeds. */
    private void type(String command, Mosquitto broker) throws Exception {
        if (command.startsWith("java -jar target/campus.jar")) {
            // The page asks for a broker, which is there.
            return;
        }
        String typed = command.replaceFirst("^mosquitto_sub", "mosquitto_sub -W 10 -p " + broker.port())
                .replace("localhost:8080", "localhost:" + webPort)
                .replaceFirst("^camel ", "java -Dmaven.repo.local=" + Host.JBANG.path("target/repository") + " -jar "
                        + Host.JBANG.path("target/camel.jar") + " ");
        if (typed.endsWith("&")) {
            running.add(bash(typed.replaceFirst(" &$", ""), broker));
        } else {
            await(typed).atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).until(() -> {
                Process process = bash(typed, broker);
                return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
            });
        }
    }

    private Process bash(String command, Mosquitto broker) throws IOException {
        ProcessBuilder bash = new ProcessBuilder("bash", "-c", command + "; exit $?").directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
        bash.environment().put("JAVA_TOOL_OPTIONS", "-Dcamel.component.paho-mqtt5.broker-url=" + broker.url()
                + " -Dserver.port=" + webPort + " -Dquarkus.http.port=" + webPort);
        return bash.start();
    }
}
