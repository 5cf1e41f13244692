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
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The pages of src/site do what they say: each {@code sh} block is typed, in order, in one folder that holds
 * {@code target/}, and prints what the {@code text} block behind it shows.
 *
 * <p>A block whose last line ends with {@code &} is for a terminal of its own: it goes on beside the following ones, and
 * what it printed is looked at when the page is over. The lines of a text block come in this order, others may stand
 * between them; {@code …} is anything, and times, UUIDs, five digits (codes) and decimal fractions (milliseconds) are
 * any of their kind. Where no text block follows, the exit code is 0. A block behind a comment {@code not run: REASON}
 * is left out.
 *
 * <p>Ports: the application takes its port, and the address of a {@link SubackTap} before it, from the environment;
 * Mosquitto's tools take the tap's port from programs of their names at the head of PATH; 1883 in a command is replaced
 * by it.
 */
class PagesIT {

    private static final Path SITE = Path.of("src", "site");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration QUIET = Duration.ofMillis(400);
    private static final Pattern BLOCK = Pattern.compile(
            "(<!-- not run: [^>]+ -->\n+)?^```(sh|text)\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    /** What differs from run to run, and what it looks like. */
    private static final Pattern VARIES = Pattern.compile("(?<any>…)"
            + "|(?<time>\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z|\\d\\d:\\d\\d:\\d\\d\\.\\d{3})"
            + "|(?<uuid>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
            + "|(?<code>\\b\\d{5}\\b)|(?<fraction>\\b\\d+\\.\\d\\b(?! %))|(?<blanks> +)");

    /** Classes of the program as the JVM keeps them in memory: with it each command starts in two thirds of the time. */
    private static Path archive;

    private final List<Typed> beside = new ArrayList<>();
    private final int port = Ports.free();
    private final SubackTap tap = SubackTap.to(port);

    @TempDir
    Path folder;

    /** A command that was typed and is running or has ended. */
    private record Typed(String command, Process process, Path output, List<String> shown) {
    }

    @BeforeAll
    static void archive(@TempDir Path folder) throws Exception {
        archive = folder.resolve("campus.jsa");
        Process nobodyThere = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-Xlog:disable", "-XX:ArchiveClassesAtExit=" + archive,
                "-jar", "target/campus.jar", "pub", "-p", "" + Ports.free(), "-t", "salon/luz", "-n")
                .redirectErrorStream(true).redirectOutput(folder.resolve("output.txt").toFile()).start();
        nobodyThere.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        nobodyThere.destroyForcibly();
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

    @ParameterizedTest
    @CsvSource({"sheet1.md", "sheet2.md"})
    void labSheet(String page) throws Exception {
        type(page);
    }

    /** The page for the student is read beside that for the teacher, who has started the application. */
    @Test
    void teacherAndStudent() throws Exception {
        type("teacher.md", "student.md");
    }

    /** This page was written with Mosquitto. */
    @Test
    void wire() throws Exception {
        Assumptions.assumeTrue(Mosquitto.isInstalled(), "skipped: mosquitto is not installed");
        try (Mosquitto mosquitto = Mosquitto.start(folder, port, "allow_anonymous true")) {
            assertThat(mosquitto.port()).isEqualTo(port);
            type("wire.md");
        }
    }

    @Test
    void everyPageIsReadHere() throws IOException {
        try (Stream<Path> pages = Files.list(SITE)) {
            assertThat(pages.map(page -> page.getFileName().toString())).containsExactlyInAnyOrder(
                    "sheet1.md", "sheet2.md", "student.md", "teacher.md", "wire.md");
        }
    }

    private void type(String... pages) throws Exception {
        prepare();
        for (String page : pages) {
            Typed last = null;
            for (Matcher block = BLOCK.matcher(Files.readString(SITE.resolve(page))); block.find();) {
                if (block.group(1) != null) {
                    last = null;
                } else if (block.group(2).equals("sh")) {
                    requireDone(last);
                    last = start(block.group(3).strip());
                } else if (last != null) {
                    last.shown().addAll(block.group(3).lines().toList());
                }
            }
            requireDone(last);
        }
        beside.forEach(PagesIT::requireShown);
    }

    /** What a reader has: the folder {@code target}, and programs on the path, which find the ports of this test. */
    private void prepare() throws IOException {
        Files.createSymbolicLink(folder.resolve("target"), Path.of("target").toAbsolutePath());
        program("java", "exec " + Path.of(System.getProperty("java.home"), "bin", "java")
                + " -XX:TieredStopAtLevel=1 -Xlog:disable -XX:SharedArchiveFile=" + archive + " \"$@\"");
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

    private Typed start(String block) throws IOException {
        boolean goesOn = block.endsWith("&");
        String command = (goesOn ? block.substring(0, block.length() - 1) : block).replace("1883", "" + tap.port());
        Path output = Files.createTempFile(folder, "output", ".txt");
        int subscribed = tap.subacks();
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", goesOn ? lastReplacesShell(command) : command)
                .directory(folder.toFile()).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().merge("PATH", folder.resolve("bin").toString(), (path, bin) -> bin + ":" + path);
        builder.environment().put("CAMPUS_BROKER_PORT", "" + port);
        builder.environment().put("CAMEL_COMPONENT_PAHO_MQTT5_BROKER_URL", "tcp://127.0.0.1:" + tap.port());
        Typed typed = new Typed(block, builder.start(), output, new ArrayList<>());
        if (goesOn) {
            beside.add(typed);
            await(block).atMost(PATIENCE).until(() -> !typed.process().isAlive()
                    || tap.subacks() > subscribed && tap.quietFor(QUIET));
        }
        return typed;
    }

    /** So that a signal reaches the program and not the shell around it. */
    private static String lastReplacesShell(String command) {
        int last = command.lastIndexOf('\n') + 1;
        return command.substring(0, last) + "exec " + command.substring(last);
    }

    private void requireDone(Typed typed) throws InterruptedException {
        if (typed == null || beside.contains(typed)) {
            return;
        }
        boolean ended = typed.process().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (!ended) {
            typed.process().destroyForcibly();
        }
        assertThat(ended).as("ended: %s%n%s", typed.command(), read(typed.output())).isTrue();
        requireShown(typed);
        if (typed.shown().isEmpty()) {
            assertThat(typed.process().exitValue()).as("%s%n%s", typed.command(), read(typed.output())).isZero();
        }
    }

    private static void requireShown(Typed typed) {
        Duration patience = typed.process().isAlive() ? Duration.ofSeconds(10) : Duration.ofMillis(100);
        await("$ " + typed.command()).pollInSameThread().atMost(patience.plusSeconds(1)).untilAsserted(() -> {
            List<String> printed = read(typed.output()).lines().toList();
            int next = 0;
            for (String line : typed.shown()) {
                Pattern pattern = pattern(line);
                while (next < printed.size() && !pattern.matcher(printed.get(next)).matches()) {
                    next++;
                }
                assertThat(next++).as("the page shows a line that was not printed: %s%nprinted:%n%s", line,
                        String.join("\n", printed)).isLessThan(printed.size());
            }
        });
    }

    private static Pattern pattern(String line) {
        StringBuilder regex = new StringBuilder();
        Matcher varies = VARIES.matcher(line);
        int end = 0;
        for (; varies.find(); end = varies.end()) {
            regex.append(Pattern.quote(line.substring(end, varies.start()))).append(kind(varies));
        }
        return Pattern.compile(regex.append(Pattern.quote(line.substring(end))).toString());
    }

    private static String kind(Matcher varies) {
        if (varies.group("any") != null) {
            return ".*";
        }
        if (varies.group("time") != null) {
            return "[-\\dT:.]+Z?";
        }
        if (varies.group("uuid") != null) {
            return "[-0-9a-f]{36}";
        }
        if (varies.group("code") != null) {
            return "\\d{5}";
        }
        return varies.group("fraction") != null ? "\\d+\\.\\d" : " +";
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
