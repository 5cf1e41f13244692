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
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
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
 * <p>A Spanish page has the commands of its English page ({@link SpanishPagesTest}). A command that shows something
 * else there is typed again in Spanish, right after the English one; all of a Spanish page is typed in the soak, and of
 * the page where a command that is typed twice is counted twice.
 *
 * <p>Ports: the application takes its port, and the address of a {@link SubackTap} before it, from the environment;
 * Mosquitto's tools take the tap's port from programs of their names at the head of PATH. The default ports in a
 * command are replaced by free ones.
 */
@Execution(ExecutionMode.CONCURRENT)
class PagesIT {

    private static final Path SITE = Path.of("src", "site");
    private static final Path SPANISH = SITE.resolve("es");
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration QUIET = Duration.ofMillis(400);
    private static final Pattern DEFAULT_PORT = Pattern.compile("(?<![\\d.])(1883|8883|8884|8080|8081)(?!\\d)");
    /** The README's first command builds the program, which is built already. */
    private static final String BUILD = "mvn -q -DskipTests package && ";
    /** Its last table counts requests and refusals. */
    private static final List<String> COUNTED = List.of("sheet2.md");
    private static final List<String> NOTHING_TO_TYPE = List.of("link.md", "hosts.md", "development.md", "scale.md",
            "figures.md");

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
        "transports.md", "broker.md", "page.md"})
    void page(String name) throws Exception {
        type(SITE.resolve(name));
    }

    /** So a text that is the same on both pages is one that the program prints in both languages. */
    @Tag("soak")
    @ParameterizedTest
    @ValueSource(strings = {"es/sheet1.md", "es/sheet2.md", "es/page.md", "es/teacher.md es/student.md"})
    void spanishPage(String names) throws Exception {
        type(Stream.of(names.split(" ")).map(SITE::resolve).toArray(Path[]::new));
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
                .flatMap(method -> Stream.of(method.getAnnotation(ValueSource.class).strings()))
                .flatMap(names -> Stream.of(names.split(" "))).toList());
        for (String name : NOTHING_TO_TYPE) {
            assertThat(PageText.commands(Files.readString(SITE.resolve(name)))).as(name).isEmpty();
            typed.add(name);
        }
        try (Stream<Path> pages = Files.walk(SITE)) {
            // HostPagesIT types the pages of hosts.
            assertThat(pages.map(page -> SITE.relativize(page).toString()).filter(name -> name.endsWith(".md"))
                    .filter(name -> !name.startsWith("host-")))
                    .containsExactlyInAnyOrderElementsOf(typed);
        }
    }

    private void type(Path... pages) throws Exception {
        prepare();
        for (Path page : pages) {
            List<PageText.Command> commands = PageText.commands(Files.readString(page));
            List<PageText.Command> spanish = spanish(page).orElse(commands);
            for (int i = 0; i < commands.size(); i++) {
                type(commands.get(i), page.startsWith(SPANISH) ? "es" : "en");
                if (!spanish.get(i).equals(commands.get(i))) {
                    type(spanish.get(i), "es");
                }
            }
        }
        beside.forEach(PagesIT::requireShown);
    }

    /** The same commands with what they print in Spanish; none if they are not to be typed beside the English ones. */
    private static Optional<List<PageText.Command>> spanish(Path page) throws IOException {
        Path spanish = SPANISH.resolve(page.getFileName());
        return COUNTED.contains(page.getFileName().toString()) || !Files.exists(spanish) ? Optional.empty()
                : Optional.of(PageText.commands(Files.readString(spanish)));
    }

    private void type(PageText.Command command, String language) throws Exception {
        Typed typed = start(command, language);
        if (!beside.contains(typed)) {
            requireDone(typed);
        }
    }

    /** Makes the folder of a reader: {@code target}, and programs on the path that find the ports of this test. */
    private void prepare() throws Exception {
        Files.createSymbolicLink(folder.resolve("target"), Path.of("target").toAbsolutePath());
        // The launcher takes half of the processor time.
        program("java", "[ \"$2\" = target/campus.jar ] && shift 2 && exec target/campus \"$@\"\nexec "
                + String.join(" ", PackagedJar.quickJava()) + " \"$@\"");
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

    private Typed start(PageText.Command command, String language) throws IOException {
        String text = command.typed();
        boolean goesOn = text.endsWith("&") || text.startsWith(BUILD);
        text = text.replaceFirst("&$", "").replace(BUILD, "");
        text = DEFAULT_PORT.matcher(text).replaceAll(found ->
                ports.computeIfAbsent(found.group(), name -> Ports.free()).toString());
        Path output = Files.createTempFile(folder, "output", ".txt");
        int subscribed = tap.subacks();
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", goesOn ? lastReplacesShell(text) : text)
                .directory(folder.toFile()).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().merge("PATH", folder.resolve("bin").toString(), (path, bin) -> bin + ":" + path);
        builder.environment().put("CAMPUS_LANGUAGE", language);
        builder.environment().put("CAMPUS_BROKER_PORT", "" + port);
        builder.environment().put("CAMPUS_PAGE_PORT", "0");
        builder.environment().put("CAMEL_COMPONENT_PAHO_MQTT5_BROKER_URL", "tcp://127.0.0.1:" + tap.port());
        Typed typed = new Typed(command, builder.start(), output);
        if (goesOn) {
            beside.add(typed);
            await(text).atMost(PATIENCE).until(() -> !typed.process().isAlive()
                    || tap.subacks() > subscribed && tap.quietFor(QUIET));
        }
        return typed;
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

    /** The output, with the default ports. At another one, {@code run} prints commands with {@code -p}. */
    private static String read(Path file) {
        try {
            return Files.readString(file).replaceAll("(campus\\.jar (sub|student)) -p \\d+", "$1")
                    .replaceAll("(page: http://127\\.0\\.0\\.1:)\\d+", "$1" + "8088");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
