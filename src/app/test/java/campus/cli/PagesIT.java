package campus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import campus.testkit.Mosquitto;
import campus.testkit.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * README and pages are true: each command of a page is typed, in order, in one folder that holds {@code target/}, and
 * prints the lines that the page shows ({@link PageText}). A command that ends with {@code &} is for a terminal of its
 * own: it goes on beside the following ones, and its output is compared at the end of the page. If no lines are shown,
 * the exit code is 0.
 *
 * <p>Ports: the application takes its port, and the address of a {@link SubackTap} before it, from the environment;
 * Mosquitto's tools take the tap's port from programs of their names at the head of PATH. The default ports in a
 * command are replaced by free ones.
 */
@Execution(ExecutionMode.CONCURRENT)
class PagesIT {

    private static final Path SITE = Path.of("src", "site");
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration QUIET = Duration.ofMillis(400);
    private static final Pattern DEFAULT_PORT = Pattern.compile("(?<![\\d.])(1883|8883|8884|8080|8081)(?!\\d)");
    /** The README's first command builds the program, which is built already. */
    private static final String BUILD = "mvn -q -DskipTests package && ";
    private static final List<String> NOTHING_TO_TYPE = List.of("link.md", "development.md");

    private final List<Typed> beside = new ArrayList<>();
    private final int port = Ports.free();
    private final SubackTap tap = SubackTap.to(port);
    private final Map<String, Integer> ports = new HashMap<>(Map.of("1883", tap.port()));

    @TempDir
    Path folder;

    /** A command that was typed, and is running or has ended. */
    private record Typed(PageText.Command command, Process process, Path output) {
    }

    @AfterEach
    void end() throws Exception {
        beside.forEach(typed -> typed.process().destroy());
        for (Typed typed : beside) {
            if (!typed.process().waitFor(10, TimeUnit.SECONDS)) {
                typed.process().destroyForcibly().waitFor();
            }
        }
        tap.close();
        Files.deleteIfExists(folder.resolve("target"));
    }

    @Test
    void readme() throws Exception {
        type(Path.of("README.md"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sheet1.md", "sheet2.md", "properties.md", "commands.md", "views.md", "building.md",
        "transports.md", "broker.md"})
    void page(String name) throws Exception {
        type(SITE.resolve(name));
    }

    /** A student reads the page for students after the teacher has started the application by the other page. */
    @Test
    void teacherAndStudent() throws Exception {
        type(SITE.resolve("teacher.md"), SITE.resolve("student.md"));
    }

    /** This page was written with Mosquitto. */
    @Test
    void wire() throws Exception {
        Assumptions.assumeTrue(Mosquitto.isInstalled(), "skipped: mosquitto is not installed");
        try (Mosquitto mosquitto = Mosquitto.start(folder, port, "allow_anonymous true")) {
            assertThat(mosquitto.port()).isEqualTo(port);
            type(SITE.resolve("wire.md"));
        }
    }

    @Test
    void everyPageIsTyped() throws IOException {
        TreeSet<String> typed = new TreeSet<>(List.of("teacher.md", "student.md", "wire.md"));
        typed.addAll(List.of(PagesIT.class.getDeclaredMethods()).stream()
                .filter(method -> method.isAnnotationPresent(ValueSource.class))
                .flatMap(method -> Stream.of(method.getAnnotation(ValueSource.class).strings())).toList());
        for (String name : NOTHING_TO_TYPE) {
            assertThat(PageText.commands(Files.readString(SITE.resolve(name)))).as(name).isEmpty();
            typed.add(name);
        }
        try (Stream<Path> pages = Files.list(SITE)) {
            assertThat(pages.map(page -> page.getFileName().toString())).containsExactlyInAnyOrderElementsOf(typed);
        }
    }

    private void type(Path... pages) throws Exception {
        prepare();
        for (Path page : pages) {
            for (PageText.Command command : PageText.commands(Files.readString(page))) {
                Typed typed = start(command);
                if (!beside.contains(typed)) {
                    requireDone(typed);
                }
            }
        }
        beside.forEach(PagesIT::requireShown);
    }

    /** Makes the folder of a reader: {@code target}, and programs on the path that find the ports of this test. */
    private void prepare() throws Exception {
        Files.createSymbolicLink(folder.resolve("target"), Path.of("target").toAbsolutePath());
        program("java", "exec " + String.join(" ", PackagedJar.quickJava()) + " \"$@\"");
        for (String name : List.of("mosquitto_pub", "mosquitto_sub", "mosquitto_rr")) {
            Assumptions.assumeTrue(Mosquitto.find(name).isPresent(), "skipped: " + name + " is not installed");
            program(name, "exec stdbuf -oL " + Mosquitto.find(name).orElseThrow() + " -p " + tap.port() + " \"$@\"");
        }
        program("python3", "exec /usr/bin/python3 \"$@\"");
    }

    private void program(String name, String line) throws IOException {
        Path file = Files.createDirectories(folder.resolve("bin")).resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + line + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private Typed start(PageText.Command command) throws IOException {
        String text = command.typed();
        boolean goesOn = text.endsWith("&") || text.startsWith(BUILD);
        text = text.replaceFirst("&$", "").replace(BUILD, "").replace("PASSWORD", password());
        text = DEFAULT_PORT.matcher(text).replaceAll(found ->
                ports.computeIfAbsent(found.group(), name -> Ports.free()).toString());
        Path output = Files.createTempFile(folder, "output", ".txt");
        int subscribed = tap.subacks();
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", goesOn ? lastReplacesShell(text) : text)
                .directory(folder.toFile()).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().merge("PATH", folder.resolve("bin").toString(), (path, bin) -> bin + ":" + path);
        builder.environment().put("CAMPUS_BROKER_PORT", "" + port);
        builder.environment().put("CAMEL_COMPONENT_PAHO_MQTT5_BROKER_URL", "tcp://127.0.0.1:" + tap.port());
        Typed typed = new Typed(command, builder.start(), output);
        if (goesOn) {
            beside.add(typed);
            await(text).atMost(PATIENCE).until(() -> !typed.process().isAlive()
                    || tap.subacks() > subscribed && tap.quietFor(QUIET));
        }
        return typed;
    }

    /** The password of the building, from the file that the README names. */
    private String password() throws IOException {
        Path file = folder.resolve("data/credentials.properties");
        return Files.exists(file) ? Files.readAllLines(file).stream()
                .filter(line -> line.startsWith("campus.building.password="))
                .map(line -> line.replaceFirst("[^=]*=", "")).findFirst().orElse("") : "";
    }

    /** So that a signal reaches the program and not the shell around it. */
    private static String lastReplacesShell(String command) {
        int last = command.strip().lastIndexOf('\n') + 1;
        return command.substring(0, last) + "exec " + command.substring(last);
    }

    private static void requireDone(Typed typed) throws InterruptedException {
        boolean ended = typed.process().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (!ended) {
            typed.process().destroyForcibly();
        }
        assertThat(ended).as("ended: %s%n%s", typed.command().typed(), read(typed.output())).isTrue();
        requireShown(typed);
        if (typed.command().shown().isEmpty()) {
            assertThat(typed.process().exitValue()).as("%s%n%s", typed.command().typed(), read(typed.output()))
                    .isZero();
        }
    }

    private static void requireShown(Typed typed) {
        Duration patience = typed.process().isAlive() ? Duration.ofSeconds(10) : Duration.ofMillis(100);
        await("$ " + typed.command().typed()).pollInSameThread().atMost(patience.plusSeconds(1)).untilAsserted(() ->
                assertThat(PageText.missing(typed.command().shown(), read(typed.output()).lines().toList()))
                        .as("a line that the page shows and that was not printed; printed:%n%s", read(typed.output()))
                        .isNull());
    }

    /** The output. At a port other than the default one, {@code run} prints commands with {@code -p}. */
    private static String read(Path file) {
        try {
            return Files.readString(file).replaceAll("(campus\\.jar (sub|student)) -p \\d+", "$1");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
