package campus.bench;

import campus.classroom.TeacherProcess;
import campus.testkit.Mosquitto;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How many exchanges a second one teacher sustains, with each kind of ledger, and how long a request waits for its
 * code, beside the bare round trip through the same broker with the same client, in the same run.
 * {@code mvn -q test-compile exec:exec@exchange-bench -P-examples} prints the medians of the rounds.
 */
public final class ExchangeBench {

    private static final int ROUNDS = Integer.getInteger("rounds", 5);
    /** Rounds that do not count: only then has a JVM compiled what it needs. */
    private static final int WARM_UP = 3;
    private static final int RATE = 100;
    private static final int AT_RATE = 500;
    private static final int EXCHANGES = 5000;
    private static final int WINDOW = 200;
    private static final double MILLI = 1e6;

    private final Map<String, List<double[]>> results = new LinkedHashMap<>();

    /** A teacher with its ledger, its broker and its students. */
    private record Lesson(String name, Mosquitto broker, TeacherProcess teacher, ExchangeLoad load)
            implements AutoCloseable {

        static Lesson open(String name, Path folder, Map<String, String> options) throws Exception {
            Path own = Files.createDirectories(folder.resolve(name));
            Mosquitto broker = Mosquitto.start(own, "allow_anonymous true", "max_inflight_messages 0",
                    "max_queued_messages 0", "log_type error", "persistence false", "set_tcp_nodelay true");
            Map<String, String> all = new LinkedHashMap<>(options);
            all.put("campus.teacher.roster", roster(own.resolve("roster.txt")).toString());
            TeacherProcess teacher = TeacherProcess.compiled(own, broker.port(), all).launch().awaitReady();
            return new Lesson(name, broker, teacher, new ExchangeLoad(broker.url()));
        }

        private static Path roster(Path file) throws Exception {
            return Files.write(file, IntStream.range(0, ExchangeLoad.DNIS)
                    .mapToObj(n -> String.valueOf(ExchangeLoad.FIRST_DNI + n)).toList());
        }

        @Override
        public void close() throws Exception {
            load.close();
            teacher.close();
            broker.close();
        }
    }

    public static void main(String... args) throws Exception {
        Path folder = Files.createTempDirectory("exchange-bench");
        try (EmbeddedPostgres database = EmbeddedPostgres.builder().setServerConfig("synchronous_commit", "on").start();
             Lesson sqlite = Lesson.open("SQLite", folder, Map.of());
             Lesson postgresql = Lesson.open("PostgreSQL", folder,
                     Map.of("campus.ledger.url", database.getJdbcUrl("postgres", "postgres")))) {
            new ExchangeBench().run(List.of(sqlite, postgresql));
        }
        System.exit(0);
    }

    private void run(List<Lesson> lessons) throws Exception {
        for (int round = 1 - WARM_UP; round <= ROUNDS; round++) {
            record(round, "bare round trip", latency(lessons.get(0).load().roundTripsAt(RATE, AT_RATE)));
            for (Lesson each : lessons) {
                record(round, each.name() + " request to code", latency(each.load().exchangesAt(RATE, AT_RATE)));
                record(round, each.name() + " sustained", sustained(each));
            }
        }
        print(lessons);
    }

    private static double[] latency(long[] nanos) {
        return new double[] {nanos[nanos.length / 2] / MILLI, nanos[nanos.length * 99 / 100] / MILLI};
    }

    private static double[] sustained(Lesson each) throws InterruptedException {
        Duration teacher = each.teacher().cpu();
        long client = cpu();
        long start = System.nanoTime();
        long[] nanos = each.load().exchanges(EXCHANGES, WINDOW);
        double seconds = (System.nanoTime() - start) / 1e9;
        return new double[] {EXCHANGES / seconds, each.teacher().cpu().minus(teacher).toNanos() / 1e3 / EXCHANGES,
            (cpu() - client) / 1e3 / EXCHANGES, nanos[nanos.length / 2] / MILLI};
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private void record(int round, String name, double[] result) {
        if (round > 0) {
            results.computeIfAbsent(name, key -> new ArrayList<>()).add(result);
        }
        System.out.printf(Locale.ROOT, "round %2d  %s%n", round, line(name, result));
    }

    private static String line(String name, double[] figures) {
        return figures.length == 2
                ? String.format(Locale.ROOT, "%-28s p50 %7.2f ms  p99 %7.2f ms at %d/s", name, figures[0], figures[1],
                        RATE)
                : String.format(Locale.ROOT, "%-28s %7.0f exchanges/s  processor %.0f us/exchange of the teacher,"
                        + " %.0f us of the students; p50 %.0f ms with %d students", name, figures[0], figures[1],
                        figures[2], figures[3], WINDOW);
    }

    private void print(List<Lesson> lessons) {
        System.out.println();
        results.forEach((name, rounds) -> System.out.println(line(name, medians(rounds))));
        double bare = medians(results.get("bare round trip"))[0];
        for (Lesson each : lessons) {
            System.out.printf(Locale.ROOT,
                    "%s: %.1f times the bare round trip (goal: 3), %.0f exchanges/s (goal: 1000)%n",
                    each.name(), medians(results.get(each.name() + " request to code"))[0] / bare,
                    medians(results.get(each.name() + " sustained"))[0]);
        }
    }

    private static double[] medians(List<double[]> rounds) {
        return IntStream.range(0, rounds.get(0).length).mapToDouble(column -> rounds.stream()
                .mapToDouble(round -> round[column]).sorted().toArray()[rounds.size() / 2]).toArray();
    }
}
