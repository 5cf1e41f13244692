package campus.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import campus.classroom.TeacherProcess;
import campus.testkit.Mosquitto;
import campus.testkit.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two instances divide a view, and one of them is killed or stopped while Mosquitto's client publishes numbers: what
 * the other gets, and what is there when the first is back.
 */
class SharedViewIT {

    private static final Logger LOG = LoggerFactory.getLogger(SharedViewIT.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Pattern NUMBER = Pattern.compile("\"payload\":(\\d+)}");
    private static final int BATCH = 20;
    private static final String TOPIC = "EDIFICIO_1/P_1/N/1/TEMP";

    @TempDir
    private Path folder;

    /** The end of one member. */
    private enum End { KILL, STOP }

    /**
     * What became of the messages.
     *
     * @param late    of those that were published a second after the end and later, how many did not come to the other
     * @param missing how many had not come before the first was back
     * @param lost    how many never came
     * @param twice   how many came twice
     */
    private record Outcome(String engine, String session, End end, int published, int late, int missing, int lost,
            int twice) {

        String row() {
            return "| %s | %s | %s | %d | %d | %d | %d | %d |".formatted(engine, session, end.name().toLowerCase(),
                    published, late, missing, lost, twice);
        }
    }

    @BeforeEach
    void needsMosquitto() {
        assumeTrue(Mosquitto.isInstalled(), "skipped: mosquitto is not installed");
    }

    @Test
    void withoutASessionTheOtherTakesOverAtOnce() throws Exception {
        Outcome outcome = onMosquitto("clean", End.KILL, 4, 300);
        assertThat(outcome.late()).as(outcome.row()).isZero();
        assertThat(outcome.twice()).as(outcome.row()).isZero();
    }

    @Test
    void onTheEmbeddedBrokerADurableSessionLosesNothing() throws Exception {
        Outcome outcome = onEmbedded("durable", End.KILL, 4, 300);
        assertThat(outcome.missing()).as(outcome.row()).isZero();
    }

    @Tag("soak")
    @Test
    void whatEachSettingLoses() throws Exception {
        List<String> table = new ArrayList<>(List.of("| engine | session | one of two | published | late | missing |"
                + " lost | twice |", "| --- | --- | --- | --- | --- | --- | --- | --- |"));
        for (End end : End.values()) {
            for (String session : List.of("clean", "durable")) {
                table.add(onMosquitto(session, end, 10, 2000).row());
                Outcome embedded = onEmbedded(session, end, 10, 2000);
                table.add(embedded.row());
                assertThat(embedded.lost()).as(embedded.row()).isZero();
            }
        }
        Files.write(Path.of("target", "shared-views.md"), table);
        table.forEach(System.err::println);
    }

    private Outcome onMosquitto(String session, End end, int seconds, int rate) throws Exception {
        Path own = Files.createTempDirectory(folder, "mosquitto");
        try (Mosquitto broker = Mosquitto.start(own, "allow_anonymous true", "max_queued_messages 0",
                "log_type warning", "log_type subscribe")) {
            return outcome("Mosquitto", own, broker.port(), session, end, seconds, rate);
        }
    }

    private Outcome onEmbedded(String session, End end, int seconds, int rate) throws Exception {
        Path own = Files.createTempDirectory(folder, "embedded");
        int port = Ports.free();
        try (TeacherProcess broker = TeacherProcess.packaged(own.resolve("broker"), port, Map.of(
                "campus.broker.enabled", "true", "campus.broker.port", "" + port, "campus.teacher.enabled", "false",
                "campus.building.password", "any", "campus.page.enabled", "false"))) {
            broker.launch().awaitReady();
            return outcome("embedded", own, port, session, end, seconds, rate);
        }
    }

    private Outcome outcome(String engine, Path own, int port, String session, End end, int seconds, int rate)
            throws Exception {
        try (TeacherProcess first = member(own, "first", port, session);
             TeacherProcess second = member(own, "second", port, session)) {
            List<TeacherProcess> members = List.of(first, second);
            for (TeacherProcess member : members) {
                member.launch().awaitReady();
            }
            await("each gets messages").atMost(PATIENCE).until(() -> publisher(port, "-m", "no number").waitFor() == 0
                    && members.stream().noneMatch(member -> member.files("data/readings").isEmpty()));
            int published = seconds * rate;
            Process publisher = publisher(port, "-l");
            int atTheEnd = published / 3;
            try (Writer lines = publisher.outputWriter()) {
                publish(lines, 0, atTheEnd, rate);
                assertThat(arrived(first).cardinality()).as("the first has a part").isPositive();
                if (end == End.KILL) {
                    first.kill();
                } else {
                    assertThat(first.stop()).isZero();
                }
                publish(lines, atTheEnd, published, rate);
            }
            assertThat(publisher.waitFor()).isZero();
            int missing = missing(members, 0, published);
            int late = missing(members, atTheEnd + rate, published);
            first.launch().awaitReady();
            int lost = missing(members, 0, published);
            for (TeacherProcess member : members) {
                assertThat(member.stop()).as(member.output()).isZero();
                assertThat(member.deadLetters()).isEmpty();
            }
            int all = numbers(first).size() + numbers(second).size();
            Outcome outcome = new Outcome(engine, session, end, published, late, missing, lost,
                    all - (published - lost));
            LOG.info(outcome.row());
            return outcome;
        }
    }

    private static Process publisher(int port, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("mosquitto_pub", "-V", "5", "-p", "" + port, "-u", "edificio",
                "-P", "any", "-q", "1", "-t", TOPIC));
        command.addAll(List.of(options));
        return new ProcessBuilder(command).inheritIO().redirectInput(ProcessBuilder.Redirect.PIPE).start();
    }

    private static TeacherProcess member(Path own, String name, int port, String session) throws Exception {
        Map<String, String> options = new HashMap<>(Map.of("campus.client-id", name, "campus.teacher.enabled", "false",
                "campus.page.enabled", "false", "campus.views.enabled", "true", "campus.view.building.share", "monitor",
                "campus.view.building.session", session, "campus.building.password", "any"));
        for (String view : List.of("temperature", "vibration", "room")) {
            options.put("campus.view." + view + ".enabled", "false");
        }
        return TeacherProcess.packaged(own.resolve(name), port, options);
    }

    /** Numbers at a rate, so that the members are at work all the time. */
    private static void publish(Writer lines, int from, int to, int rate) throws Exception {
        AtomicInteger next = new AtomicInteger(from);
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        Future<?> batches = clock.scheduleAtFixedRate(() -> {
            try {
                for (int i = 0; i < BATCH && next.get() < to; i++) {
                    lines.write(next.getAndIncrement() + "\n");
                }
                lines.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }, 0, TimeUnit.SECONDS.toNanos(BATCH) / rate, TimeUnit.NANOSECONDS);
        try {
            await().atMost(PATIENCE.multipliedBy(3)).until(() -> next.get() == to || batches.isDone());
            assertThat(next).hasValue(to);
        } finally {
            clock.shutdownNow();
        }
    }

    /** How many of the numbers do not come, if that is waited for. */
    private static int missing(List<TeacherProcess> members, int from, int to) {
        try {
            await().atMost(PATIENCE).until(() -> arrived(members).get(from, to).cardinality() == to - from);
            return 0;
        } catch (ConditionTimeoutException e) {
            return to - from - arrived(members).get(from, to).cardinality();
        }
    }

    private static BitSet arrived(TeacherProcess... members) {
        return arrived(List.of(members));
    }

    private static BitSet arrived(List<TeacherProcess> members) {
        BitSet arrived = new BitSet();
        members.forEach(member -> numbers(member).forEach(arrived::set));
        return arrived;
    }

    private static List<Integer> numbers(TeacherProcess member) {
        List<Integer> numbers = new ArrayList<>();
        for (Path file : member.files("data/readings")) {
            try {
                Matcher matcher = NUMBER.matcher(Files.readString(file));
                while (matcher.find()) {
                    numbers.add(Integer.parseInt(matcher.group(1)));
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
        return numbers;
    }
}
