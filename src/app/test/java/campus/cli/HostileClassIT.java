package campus.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import campus.classroom.CodeGenerator;
import campus.testkit.HostileClient;
import campus.testkit.Ports;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A class whose students come one after the other, and beside them everything of {@link Attacks}: the packaged program
 * with its embedded broker and 512 MB certifies each of them once, forgets the attacks, and ends when it is told to.
 */
@ExtendWith(OneAtATime.class)
class HostileClassIT {

    /** What pools and caches of the program keep once they have been used. */
    private static final int SLACK_MIB = 32;
    /** The twin does not wait until Artemis has forgotten the last address, a minute and a half later. */
    private static final int MODEST_MIB = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration ATTEMPT = Duration.ofSeconds(10);
    private static final Pattern USED = Pattern.compile("heap.* used (\\d+)K");
    private static final Logger LOG = LoggerFactory.getLogger(HostileClassIT.class);

    @TempDir
    private Path folder;

    private final int port = Ports.free();
    private final List<Integer> listeners = List.of(port, Ports.free(), Ports.free(), Ports.free(), Ports.free());

    /** How long a student waited for the certificate, and how often it had to begin. */
    private record Visit(Duration waited, int attempts) {
    }

    @Test
    void aClassIsCertifiedBesideEveryAttack() throws Exception {
        attack(12, Duration.ofSeconds(7), Duration.ofSeconds(5), MODEST_MIB);
    }

    @Tag("soak")
    @Test
    void aClassOfFortyIsCertifiedBesideFiveMinutesOfAttacks() throws Exception {
        attack(40, Duration.ofSeconds(210), Duration.ofSeconds(90), SLACK_MIB);
    }

    private void attack(int students, Duration inTurn, Duration together, int slack) throws Exception {
        Files.write(folder.resolve("roster.txt"), IntStream.range(0, students)
                .mapToObj(n -> "" + (Attacks.FIRST_DNI + n)).toList());
        List<String> java = new ArrayList<>(PackagedJar.command());
        java.add(1, "-Xmx512m");
        ScheduledExecutorService room = Executors.newScheduledThreadPool(students);
        try (PackagedProgram program = new PackagedProgram(folder, java);
                Attacks attacks = new Attacks(port, listeners, students)) {
            Process campus = program.run(port, "-D", "campus.client-id=campus",
                    "-D", "campus.teacher.roster=roster.txt",
                    "-D", "campus.broker.tls.port=" + listeners.get(1),
                    "-D", "campus.broker.tls.client-port=" + listeners.get(2),
                    "-D", "campus.broker.ws.port=" + listeners.get(3),
                    "-D", "campus.broker.ws.tls-port=" + listeners.get(4),
                    // By default it is an hour until what absent sessions hold is free again.
                    "-D", "campus.broker.limit.session-expiry=5s");
            long before = heap(campus);
            List<ScheduledFuture<Visit>> visits = new ArrayList<>();
            Duration time = inTurn.plus(together);
            for (int i = 0; i < students; i++) {
                int number = i;
                Callable<Visit> visit = () -> visit(number, campus);
                visits.add(room.schedule(visit, time.toMillis() * i / students, TimeUnit.MILLISECONDS));
            }
            attacks.oneAfterTheOther(inTurn, campus::isAlive);
            attacks.together(together, campus::isAlive);
            assertThat(campus.isAlive()).as(program.text("run.err")).isTrue();
            List<Visit> done = new ArrayList<>();
            for (ScheduledFuture<Visit> visit : visits) {
                done.add(visit.get(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS));
            }
            long full = heap(campus);
            // Right behind the attacks the broker may still be at work for clients that are gone.
            await().atMost(PATIENCE).ignoreException(SocketTimeoutException.class).until(this::clearRetained);
            long[] after = {0};
            try {
                await().atMost(PATIENCE.multipliedBy(2)).pollInterval(Duration.ofSeconds(1)).until(() -> {
                    after[0] = heap(campus);
                    return after[0] < before + slack;
                });
            } finally {
                LOG.info("{} students, {} s: waits {} ms, longest {} ms, attempts {}; heap {} MB before, {} behind the "
                        + "attacks, {} afterwards; {} lines of log; {} s of processor; rounds {}", students,
                        time.toSeconds(),
                        done.stream().map(visit -> visit.waited().toMillis()).toList(),
                        done.stream().mapToLong(visit -> visit.waited().toMillis()).max().orElseThrow(),
                        done.stream().map(Visit::attempts).toList(), before, full, after[0],
                        (program.text("run.out") + program.text("run.err")).lines().count(),
                        campus.info().totalCpuDuration().orElse(Duration.ZERO).toSeconds(), attacks.rounds());
            }
            assertThat(names()).filteredOn(name -> name.startsWith("Alumno")).as("certified once").hasSize(students)
                    .doesNotHaveDuplicates();
            campus.destroy();
            assertThat(campus.waitFor(10, TimeUnit.SECONDS)).as("ends on SIGTERM").isTrue();
            assertThat(campus.exitValue()).isZero();
        } finally {
            room.shutdownNow();
        }
    }

    /** An exchange, half of them as the sheet has it; a student that has to begin again does it the other way. */
    private Visit visit(int number, Process campus) throws Exception {
        Instant begin = Instant.now();
        for (int attempt = 1;; attempt++) {
            try {
                String solution = (number + attempt) % 2 == 0 ? asTheSheetHasIt(number) : inPrivate(number);
                await().atMost(ATTEMPT).pollInterval(Duration.ofMillis(20))
                        .until(() -> results().contains(solution));
                return new Visit(Duration.between(begin, Instant.now()), attempt);
            } catch (IOException | ConditionTimeoutException e) {
                if (!campus.isAlive() || Duration.between(begin, Instant.now()).compareTo(PATIENCE) > 0) {
                    throw e;
                }
                LOG.info("student {} begins again: {}", number, e.toString());
            }
        }
    }

    /** MQTT 3.1.1, QoS 0, and the next code on DST/CODIGO. */
    private String asTheSheetHasIt(int number) throws IOException {
        try (HostileClient client = new HostileClient(port, MqttVersion.MQTT_3_1_1)) {
            if (client.connect(Attacks.STUDENT + number, "dst", options -> { }) != 0) {
                throw new IOException("refused");
            }
            client.send(MqttMessageBuilders.subscribe().messageId(1)
                    .addSubscription(MqttQoS.AT_MOST_ONCE, "DST/CODIGO").build());
            requireSubscribed(((MqttSubAckMessage) client.await(MqttMessageType.SUBACK)).payload().reasonCodes());
            tell(client, "DST/PETICION", dni(number));
            String solution = solution(code(client), number);
            tell(client, "DST/SOLUCION", solution);
            client.send(MqttMessageBuilders.disconnect().build());
            client.isClosed(5);
            return solution;
        }
    }

    private static void requireSubscribed(List<Integer> codes) throws IOException {
        if (codes.get(0) > 2) {
            throw new IOException("subscription refused: " + codes);
        }
    }

    private static void tell(HostileClient client, String topic, String text) throws IOException {
        client.send(MqttMessageBuilders.publish().topicName(topic).qos(MqttQoS.AT_MOST_ONCE)
                .payload(Unpooled.copiedBuffer(text, UTF_8)).build());
    }

    /** MQTT 5, with a Response Topic. */
    private String inPrivate(int number) throws IOException {
        String id = Attacks.STUDENT + number;
        try (HostileClient client = HostileClient.connected(port, id, "dst")) {
            String topic = "DST/RESPUESTA/" + id + "/r";
            requireSubscribed(client.subscribe(topic));
            MqttProperties answers = Attacks.answersTo(topic);
            ask(client, "DST/PETICION", dni(number), answers);
            String solution = solution(code(client), number);
            ask(client, "DST/SOLUCION", solution, answers);
            return solution;
        }
    }

    private static void ask(HostileClient client, String topic, String text, MqttProperties answers)
            throws IOException {
        int code = client.publish(topic, text, false, answers);
        if (code != 0) {
            throw new IOException(topic + " refused: " + code);
        }
    }

    private static String dni(int number) {
        return "" + (Attacks.FIRST_DNI + number);
    }

    private static String code(HostileClient client) throws IOException {
        String text = client.next().payload().toString(UTF_8);
        if (!CodeGenerator.isFiveDigits(text)) {
            throw new IOException("no code: " + text);
        }
        return text;
    }

    private static String solution(String code, int number) {
        return code + ";Alumno " + number + ";alumno" + number + "@example.org";
    }

    private List<String> results() throws IOException {
        Path file = folder.resolve("data/ok.txt");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private List<String> names() throws IOException {
        return results().stream().map(line -> line.split(";")[1]).toList();
    }

    /** As anybody may, who finds them. */
    private boolean clearRetained() throws IOException {
        try (HostileClient client = HostileClient.connected(port, "cleaner", null)) {
            client.subscribe("salon/#");
            client.publish("salon/last", "", false);
            List<String> topics = new ArrayList<>();
            for (String topic = ""; !topic.equals("salon/last"); topic = client.next().variableHeader().topicName()) {
                topics.add(topic);
            }
            client.unsubscribe("salon/#");
            for (String topic : topics.subList(1, topics.size())) {
                client.publish(topic, "", true);
            }
            LOG.info("{} topics had a retained message", topics.stream().distinct().count() - 1);
            return true;
        }
    }

    /** What is in use behind a collection, MB. */
    private static long heap(Process campus) throws Exception {
        jcmd(campus, "GC.run");
        Matcher used = USED.matcher(jcmd(campus, "GC.heap_info"));
        assertThat(used.find()).isTrue();
        return Long.parseLong(used.group(1)) / 1024;
    }

    private static String jcmd(Process campus, String command) throws Exception {
        Process jcmd = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                "" + campus.pid(), command).redirectErrorStream(true).start();
        String output = new String(jcmd.getInputStream().readAllBytes(), UTF_8);
        assertThat(jcmd.waitFor()).as(output).isZero();
        return output;
    }
}
