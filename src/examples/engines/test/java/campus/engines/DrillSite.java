package campus.engines;

import static org.awaitility.Awaitility.await;

import campus.testkit.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The processes of the drill, each of which may be killed: brokers, databases, and instances of the program. */
final class DrillSite implements AutoCloseable {

    static final String BUILDING = "EDIFICIO_9";
    static final String TOPIC = "readings";

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int INSTANCES = 3;
    private static final String ACTIVE = "AMQ221007: Server is now active";
    private static final String COPIED = "AMQ221031: backup announced";

    final PostgresServer postgres;
    final KafkaBroker kafka;
    private final Path folder;
    private final List<Integer> ports = List.of(Ports.free(), Ports.free());
    private final ArtemisInstance primary;
    private final ArtemisInstance backup;
    private final List<Process> instances = new ArrayList<>();
    private int copies = 1;

    /** Starts all of them; returns when the instances run. */
    DrillSite(Path folder, int students) throws Exception {
        this.folder = folder;
        Files.write(folder.resolve("roster.txt"),
                IntStream.range(0, students).mapToObj(i -> String.valueOf(20_000_000 + i)).toList());
        postgres = PostgresServer.start(Files.createDirectories(folder.resolve("postgres")), Ports.free());
        kafka = KafkaBroker.start(Files.createDirectories(folder.resolve("kafka")));
        int first = Ports.free();
        int second = Ports.free();
        primary = ArtemisInstance.create(folder, "primary", options(0, first, second)).start(ACTIVE);
        backup = ArtemisInstance.create(folder, "backup", options(1, second, first)).start(COPIED);
        for (int i = 0; i < INSTANCES; i++) {
            instances.add(launch(i));
        }
        for (int i = 0; i < INSTANCES; i++) {
            awaitReady(i);
        }
    }

    private String options(int mqtt, int own, int other) {
        return "-Dmqtt.port=" + ports.get(mqtt) + " -Dpair.port=" + own + " -Dother.port=" + other;
    }

    /** The addresses of the pair, as HOST:PORT. */
    List<String> brokers() {
        return ports.stream().map(port -> "127.0.0.1:" + port).toList();
    }

    /** The processor time so far of each kind of process. */
    Map<String, Duration> processorTime() {
        Map<String, Duration> times = new LinkedHashMap<>();
        times.put("Artemis, the primary", processorTime(primary.process()));
        times.put("Artemis, the backup", processorTime(backup.process()));
        times.put("Kafka", processorTime(kafka.process()));
        times.put("three instances of the program", instances.stream()
                .map(process -> processorTime(process.toHandle())).reduce(Duration.ZERO, Duration::plus));
        return times;
    }

    private static Duration processorTime(ProcessHandle process) {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** The kinds of processes, in the order in which they are killed. */
    List<Victim> victims() {
        List<Victim> victims = new ArrayList<>();
        victims.add(new Victim("Artemis, the primary", primary::kill, () -> {
            // It takes over again when it has copied everything; then the backup copies it once more.
            primary.start(ACTIVE, "AMQ221020");
            copies++;
            await().atMost(PATIENCE).until(() -> backup.count(COPIED) >= copies);
        }));
        victims.add(new Victim("Kafka", kafka::kill, kafka::restart));
        victims.add(instance(0));
        victims.add(new Victim("PostgreSQL", postgres::kill, postgres::restart));
        victims.add(instance(1));
        return victims;
    }

    private Victim instance(int number) {
        return new Victim("an instance of the program", () -> instances.get(number).destroyForcibly().waitFor(), () -> {
            instances.set(number, launch(number));
            awaitReady(number);
        });
    }

    private Path data(int number) {
        return folder.resolve("instance-" + number);
    }

    private Process launch(int number) throws IOException {
        List<String> properties = new ArrayList<>(List.of("campus.broker.enabled=false", "campus.page.enabled=false",
                "camel.component.paho-mqtt5.broker-url=tcp://" + String.join(",tcp://", brokers()),
                "campus.data-dir=" + data(number), "campus.client-id=instance-" + number,
                "campus.sensors.building=EDIFICIO_" + number, "campus.sensors.rate=5", "campus.building.password=any",
                "campus.teacher.password=any", "campus.teacher.roster=" + folder.resolve("roster.txt"),
                "campus.teacher.share=teachers", "campus.teacher.session=durable",
                "campus.ledger.url=" + postgres.url(), "campus.view.files.filter=" + BUILDING + "/#",
                "campus.view.files.share=files", "campus.view.files.session=durable",
                "campus.view.files.to=lines:" + data(number) + "/readings?name=readings",
                "campus.view.stream.filter=" + BUILDING + "/#", "campus.view.stream.share=stream",
                "campus.view.stream.session=durable",
                "campus.view.stream.to=kafka:" + TOPIC + "?brokers=" + kafka.address()));
        for (String view : List.of("building", "temperature", "vibration", "room")) {
            properties.add("campus.view." + view + ".enabled=false");
        }
        Files.deleteIfExists(data(number).resolve("campus.log"));
        return Processes.campus(data(number), properties);
    }

    private void awaitReady(int number) {
        await().atMost(PATIENCE).until(() -> {
            if (!instances.get(number).isAlive()) {
                throw new IllegalStateException(log(number));
            }
            return log(number).contains("in another terminal");
        });
    }

    private String log(int number) throws IOException {
        return Files.readString(data(number).resolve("campus.log"));
    }

    /** The lines of all instances in the files of a folder below their data folders. */
    List<String> lines(String name) {
        return files(name).stream().flatMap(DrillSite::read).toList();
    }

    private static Stream<String> read(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files of all instances in a folder below their data folders. */
    List<Path> files(String name) {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < INSTANCES; i++) {
            Path path = data(i).resolve(name);
            try (Stream<Path> found = Files.exists(path) ? Files.walk(path) : Stream.of()) {
                files.addAll(found.filter(Files::isRegularFile).toList());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return files;
    }

    @Override
    public void close() throws Exception {
        instances.forEach(Process::destroyForcibly);
        primary.close();
        backup.close();
        kafka.close();
        postgres.close();
    }

    /** Something that can fail. */
    @FunctionalInterface
    interface Step {

        void run() throws Exception;
    }

    /**
     * A process that is killed.
     *
     * @param kind    for the table
     * @param kill    kill -9
     * @param restart starts it again, and waits until it is as before
     */
    record Victim(String kind, Step kill, Step restart) {
    }
}
