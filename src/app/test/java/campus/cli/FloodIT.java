package campus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import campus.classroom.CodeGenerator;
import campus.classroom.ledger.LedgerDatabase;
import campus.classroom.roster.ClassReport;
import campus.classroom.roster.ClassStatus;
import campus.testkit.Mosquitto;
import campus.testkit.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Three clients flood the teacher, as fast as the broker takes it, and a class goes on. */
@ExtendWith(OneAtATime.class)
class FloodIT {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final int EXCHANGES = 10;
    private static final int BURST = 5_000;
    private static final String REST = ";Ana Gil;agil@teleco.upv.es";

    private final AtomicLong acknowledged = new AtomicLong();
    private final List<String> solutions = new ArrayList<>();
    @TempDir
    private Path folder;

    @Test
    void honestStudentsAreCertifiedWithinTenSecondsAndEveryAcknowledgedMessageIsHandled() throws Exception {
        Assumptions.assumeTrue(Mosquitto.isInstalled(), "skipped: mosquitto is not installed");
        Path roster = Files.write(folder.resolve("class.txt"), List.of("12345678", "00000001"));
        int port = Ports.free();
        ExecutorService attackers = Executors.newFixedThreadPool(3);
        List<Duration> waits = new ArrayList<>();
        try (Mosquitto broker = Mosquitto.start(folder, port, "allow_anonymous true", "max_queued_messages 0");
             Running campus = MosquittoSystem.startApplication(folder, port, Map.of("campus.sensors.enabled", "false",
                     "campus.views.enabled", "false", "campus.teacher.roster", roster.toString())).awaitSubscribed();
             ExchangeClient sheet = new ExchangeClient(port, "sheet", "dst", "dst").subscribe("DST/CODIGO");
             ExchangeClient own = new ExchangeClient(port, "own", "dst", "dst").subscribe("DST/RESPUESTA/own/r")) {
            List<Future<?>> floods = List.of(
                    attackers.submit(() -> flood(port, "eve-1", "DST/SOLUCION", "DST/RESPUESTA/eve-1/x")),
                    attackers.submit(() -> flood(port, "eve-2", "DST/SOLUCION", null)),
                    attackers.submit(() -> flood(port, "eve-3", "DST/PETICION", "DST/RESPUESTA/eve-3/x")));
            for (int i = 0; i < EXCHANGES; i++) {
                waits.add(exchange(campus, sheet, "12345678", null));
                waits.add(exchange(campus, own, "00000001", "DST/RESPUESTA/own/r"));
            }
            for (Future<?> flood : floods) {
                flood.get();
            }
            System.err.println("longest wait of " + waits.size() + " exchanges: "
                    + waits.stream().max(Duration::compareTo).orElseThrow().toMillis() + " ms, beside "
                    + acknowledged.get() + " messages of a flood");
            assertThat(waits).allMatch(wait -> wait.compareTo(LONGEST_WAIT) < 0);
            await().atMost(Duration.ofSeconds(20)).untilAsserted(
                    () -> assertThat(refused(campus)).as("acknowledged and handled").isEqualTo(acknowledged.get()));
            assertThat(campus.lines("ok.txt")).as("each solution once")
                    .containsExactlyInAnyOrderElementsOf(solutions).hasSize(waits.size());
        } finally {
            attackers.shutdownNow();
        }
    }

    /** A ping stands behind all that the broker does not read yet. */
    @Test
    void whoSendsFasterThanTheBrokerTakesKeepsItsConnection() throws Exception {
        Path lines = Files.write(folder.resolve("lines"), Collections.nCopies(10_000, "x".repeat(1000)));
        Path printed = folder.resolve("printed");
        try (Running campus = Running.start(folder.resolve("data"), Map.of("campus.broker.limit.rate", "1000",
                "campus.sensors.enabled", "false", "campus.views.enabled", "false"))) {
            List<String> command = new ArrayList<>(PackagedJar.quickCommand());
            command.addAll(List.of("pub", "-p", "" + campus.port(), "-t", "salon/y", "-l",
                    "-D", "camel.component.paho-mqtt5.keep-alive-interval=2"));
            Process pub = new ProcessBuilder(command).redirectInput(lines.toFile()).redirectErrorStream(true)
                    .redirectOutput(printed.toFile()).start();
            assertThat(pub.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(printed).as("no connection lost").isEmptyFile();
            assertThat(pub.exitValue()).isZero();
        }
    }

    /** Many times what the embedded broker lets a client send at once. */
    private Void flood(int port, String id, String topic, String responseTopic) throws Exception {
        List<String> command = new ArrayList<>(List.of("mosquitto_pub", "-V", "5", "-p", "" + port, "-u", "dst", "-P",
                "dst", "-i", id, "-q", "1", "-l", "-t", topic));
        if (responseTopic != null) {
            command.addAll(List.of("-D", "publish", "response-topic", responseTopic));
        }
        // One guess only, as a lucky one would redeem a code of DST/CODIGO; and what is no code at all.
        List<String> lines = IntStream.range(0, BURST).mapToObj(i -> i % 2 == 0 ? CodeGenerator.code(4711) : "99999")
                .map(guess -> topic.equals("DST/PETICION") ? guess : guess + ";Eve;").toList();
        Path input = Files.write(folder.resolve(id), lines);
        Process flood = new ProcessBuilder(command).redirectInput(input.toFile()).start();
        assertThat(flood.waitFor()).isZero();
        acknowledged.addAndGet(BURST);
        return null;
    }

    private Duration exchange(Running campus, ExchangeClient student, String dni, String responseTopic)
            throws Exception {
        Instant begin = Instant.now();
        student.request("DST/PETICION", dni, responseTopic, null);
        // An answer may come again, late: the next code is one that was not used.
        await().atMost(LONGEST_WAIT).until(() -> unused(student).isPresent());
        String solution = unused(student).orElseThrow();
        solutions.add(solution);
        student.request("DST/SOLUCION", solution, responseTopic == null ? null : responseTopic + "/unheard", null);
        await().atMost(LONGEST_WAIT).until(() -> campus.lines("ok.txt").contains(solution));
        return Duration.between(begin, Instant.now());
    }

    private Optional<String> unused(ExchangeClient student) {
        return student.texts().stream().map(code -> code + REST).filter(text -> !solutions.contains(text)).findFirst();
    }

    private static long refused(Running campus) throws Exception {
        try (LedgerDatabase ledger = LedgerDatabase.openExisting(campus.setting("campus.ledger.url"))) {
            return new ClassReport(ledger, Set.of(), Clock.systemUTC()).status().refused().stream()
                    .mapToLong(ClassStatus.Refused::times).sum();
        }
    }
}
