package campus.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import campus.classroom.CodeGenerator;
import campus.testkit.HostileClient;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageBuilders.ConnectBuilder;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** What a student of the class (dst), or anybody without a user, does to silence a broker and to take codes. */
final class Attacks implements AutoCloseable {

    /** The client identifier of an honest student, which all attackers know. */
    static final String STUDENT = "alumno-";
    /** The first of the DNIs of the honest students, which all attackers know. */
    static final int FIRST_DNI = 10_000_000;

    private static final String PETITION = "DST/PETICION";
    private static final String SOLUTION = "DST/SOLUCION";
    private static final int FLOOD = 500;
    private static final int KEPT_OPEN = 100;

    private final int port;
    private final List<Integer> listeners;
    private final int students;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<AutoCloseable> open = ConcurrentHashMap.newKeySet();
    private final Map<String, AtomicInteger> rounds = new ConcurrentSkipListMap<>();

    /** Done again and again; an exception is a refusal, or the end of a connection. */
    private interface Rounds {

        void round(int number) throws IOException;
    }

    private record Attack(String name, Rounds rounds) {
    }

    /**
     * @param port of the listener for MQTT
     * @param listeners the ports of all listeners
     */
    Attacks(int port, List<Integer> listeners, int students) {
        this.port = port;
        this.listeners = listeners;
        this.students = students;
    }

    private List<Attack> all() {
        return List.of(new Attack("retained flood", this::retainedFlood),
                new Attack("filter flood", this::filterFlood),
                new Attack("absent sessions", this::absentSessions),
                new Attack("petition flood", this::petitionFlood),
                new Attack("solution flood", this::solutionFlood),
                new Attack("guessing", this::guessing),
                new Attack("take-over", this::takeOver),
                new Attack("garbage", this::garbage));
    }

    /** One after the other, each by three attackers, as long as there is somebody to attack. */
    void oneAfterTheOther(Duration time, BooleanSupplier victim) throws Exception {
        List<Attack> all = all();
        for (Attack attack : all) {
            run(List.of(attack), 3, time.dividedBy(all.size()), victim);
        }
    }

    /** All together, each by one attacker. */
    void together(Duration time, BooleanSupplier victim) throws Exception {
        run(all(), 1, time, victim);
    }

    private void run(List<Attack> attacks, int attackers, Duration time, BooleanSupplier victim) throws Exception {
        AtomicBoolean stopped = new AtomicBoolean();
        List<Future<?>> running = new ArrayList<>();
        for (Attack attack : attacks) {
            AtomicInteger round = rounds.computeIfAbsent(attack.name(), name -> new AtomicInteger());
            for (int i = 0; i < attackers; i++) {
                running.add(threads.submit(() -> repeat(attack.rounds(), round, stopped)));
            }
        }
        Instant end = Instant.now().plus(time);
        await().atMost(time.plusSeconds(1)).until(() -> !victim.getAsBoolean() || Instant.now().isAfter(end));
        stopped.set(true);
        for (Future<?> attacker : running) {
            while (!attacker.isDone()) {
                // Ends a write that the broker holds back.
                closeAll();
                Thread.onSpinWait();
            }
            attacker.get();
        }
        closeAll();
    }

    private static void repeat(Rounds attack, AtomicInteger round, AtomicBoolean stopped) {
        while (!stopped.get()) {
            try {
                attack.round(round.incrementAndGet());
            } catch (IOException | RuntimeException e) {
                // Refused or cut off, as it should be: again.
            }
        }
    }

    private void closeAll() {
        open.forEach(this::close);
    }

    private void close(AutoCloseable each) {
        open.remove(each);
        try {
            each.close();
        } catch (Exception e) {
            // Its own thread uses it, which ends by that.
        }
    }

    private HostileClient client(String id, String user) throws IOException {
        return client(id, user, options -> { });
    }

    private HostileClient client(String id, String user, Consumer<ConnectBuilder> options) throws IOException {
        HostileClient client = new HostileClient(port, MqttVersion.MQTT_5);
        open.add(client);
        client.connect(id, user, options);
        return client;
    }

    private static void flood(HostileClient client, String topic, String payload, boolean retain,
            String responseTopic) throws IOException {
        client.send(MqttMessageBuilders.publish().topicName(topic).qos(MqttQoS.AT_MOST_ONCE).retained(retain)
                .properties(responseTopic == null ? MqttProperties.NO_PROPERTIES : answersTo(responseTopic))
                .payload(Unpooled.copiedBuffer(payload, UTF_8)).build());
    }

    /** The property Response Topic. */
    static MqttProperties answersTo(String topic) {
        return HostileClient.properties(new StringProperty(MqttPropertyType.RESPONSE_TOPIC.value(), topic));
    }

    private void retainedFlood(int round) throws IOException {
        HostileClient client = client("retained-" + round, round % 2 == 0 ? null : "dst");
        for (int i = 0; i < FLOOD; i++) {
            flood(client, "salon/retained/" + round % 20 + "/" + i, "x".repeat(100), true, null);
        }
        client.publish("salon/retained/large/" + round, "x".repeat(1 << 20), true);
        close(client);
        close(client("will-" + round, null, options -> options.willFlag(true).willRetain(true)
                .willTopic("salon/retained/will/" + round).willMessage(new byte[1000])
                .willQoS(MqttQoS.AT_LEAST_ONCE)));
    }

    private void filterFlood(int round) throws IOException {
        HostileClient client = client("filters-" + round, round % 2 == 0 ? null : "dst");
        for (int i = 0; i < FLOOD; i++) {
            client.subscribe("salon/+/" + round + "/+/" + i + "/#");
        }
        client.subscribe("salon" + "/".repeat(16_000));
        if (open.size() > KEPT_OPEN) {
            close(client);
        }
    }

    private void absentSessions(int round) throws IOException {
        HostileClient absent = client("absent-" + round, round % 2 == 0 ? null : "dst", options -> options.properties(
                HostileClient.properties(new IntegerProperty(MqttPropertyType.SESSION_EXPIRY_INTERVAL.value(), -1))));
        absent.subscribe("salon/#", "DST/CODIGO", "DST/PRUEBA");
        close(absent);
        HostileClient writer = client("writer-" + round, null);
        for (int i = 0; i < 20; i++) {
            writer.publish("salon/absent", "x".repeat(10_000), false);
        }
        close(writer);
    }

    private void petitionFlood(int round) throws IOException {
        String id = "petitions-" + round;
        HostileClient client = client(id, "dst");
        for (int i = 0; i < FLOOD; i++) {
            flood(client, PETITION, "" + (90_000_000 + i), false, null);
            flood(client, PETITION, "no DNI " + i, false, "DST/RESPUESTA/" + id + "/x");
            flood(client, PETITION, "" + (FIRST_DNI + i % students), false, "DST/RESPUESTA/" + id + "/x");
        }
        client.answersPing();
        close(client);
    }

    private void solutionFlood(int round) throws IOException {
        String id = "solutions-" + round;
        HostileClient client = client(id, "dst");
        for (int i = 0; i < FLOOD; i++) {
            flood(client, SOLUTION, "99999;Eve;eve@example.org", false, "DST/RESPUESTA/" + id + "/x");
            flood(client, SOLUTION, "no solution " + i, false, null);
        }
        client.publish(SOLUTION, "x".repeat(100_000), false);
        close(client);
    }

    /** Every code, with a Response Topic of its own, so that the codes of the others are not those of the sheet. */
    private void guessing(int round) throws IOException {
        String id = "guesses-" + round;
        HostileClient client = client(id, "dst");
        for (int i = 0; i < FLOOD; i++) {
            String code = CodeGenerator.code((round * FLOOD + i) % CodeGenerator.COUNT);
            client.publish(SOLUTION, code + ";Eve;eve@example.org", false, answersTo("DST/RESPUESTA/" + id + "/x"));
        }
        close(client);
    }

    /** Anonymous with the ids of the class, and as a student with those of the teacher. */
    private void takeOver(int round) throws IOException {
        String student = STUDENT + round % students;
        HostileClient anonymous = client(student, null);
        anonymous.publish("salon/a::" + student + ".DST/CODIGO", "00000", true);
        anonymous.subscribe("DST/RESPUESTA/#", "DST/RESPUESTA/" + student + "/#", "DST/CODIGO");
        close(anonymous);
        for (String teacher : List.of("campus-teacher-issue", "campus-teacher-verify")) {
            HostileClient classmate = client(teacher, "dst");
            classmate.subscribe(PETITION, SOLUTION, "$share/" + teacher + "/" + PETITION,
                    "$share/" + student + "/DST/CODIGO", "$share/$sys.mqtt.retain/EDIFICIO_1/estado");
            classmate.publish(PETITION, "" + (FIRST_DNI + round % students), false,
                    answersTo("DST/RESPUESTA/" + student + "/r"));
            close(classmate);
        }
    }

    private void garbage(int round) throws IOException {
        Random random = new Random(round);
        byte[] noise = new byte[1 + random.nextInt(2000)];
        random.nextBytes(noise);
        for (int listener : listeners) {
            bytes(listener, noise);
            bytes(listener, ("GET /mqtt HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Protocol: mqtt\r\n\r\n").getBytes(UTF_8), noise);
            // The beginning of a CONNECT, then silence; and a packet of 256 MB, of which nothing comes.
            bytes(listener, new byte[] {0x10, 30, 0, 4, 'M', 'Q', 'T', 'T', 5});
            bytes(listener, new byte[] {0x30, -1, -1, -1, 127});
        }
        for (String text : List.of("\n\u001b[31mroot", "x".repeat(60_000), "nobody", "$SYS", "dst\u0000")) {
            try {
                close(client("garbage-" + round + text, text));
            } catch (IOException e) {
                // Closed without a CONNACK.
            }
        }
    }

    private void bytes(int listener, byte[]... parts) throws IOException {
        Socket socket = new Socket("127.0.0.1", listener);
        open.add(socket);
        for (byte[] part : parts) {
            socket.getOutputStream().write(part);
        }
        if (open.size() > KEPT_OPEN) {
            close(socket);
        }
    }

    /** How often each was done. */
    Map<String, AtomicInteger> rounds() {
        return rounds;
    }

    @Override
    public void close() {
        closeAll();
        threads.shutdownNow();
    }
}
