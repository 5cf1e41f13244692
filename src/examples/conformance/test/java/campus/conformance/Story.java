package campus.conformance;

import static org.awaitility.Awaitility.await;

import campus.testkit.HostileClient;
import campus.testkit.Mosquitto;
import campus.testkit.Ports;
import campus.testkit.proxy.Proxy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionTimeoutException;

/**
 * One life of a host and of its broker, Mosquitto, which the host reaches through a proxy: so that a neutral subscriber
 * is there before the host is back, and nothing that the broker has is missed.
 */
final class Story implements AutoCloseable {

    static final String USER = "host";

    /** One of them downloads what it needs. */
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration ECHO = Duration.ofSeconds(45);
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String OWN = "not of MQTT";

    private final Path folder;
    private final Host host;
    private final boolean link;
    private final int port = Ports.free();
    private final int webPort = Ports.free();
    private final Path passwords;
    private final Path log;
    private final Path received;
    private final AtomicInteger probes = new AtomicInteger();
    private final List<Process> subscribers = new ArrayList<>();
    private final Mosquitto broker;
    private final Proxy proxy;
    private Process process;

    /** @param link whether the link is enabled, or the component of Camel has to do it */
    Story(Path folder, Host host, boolean link) throws Exception {
        this.folder = Files.createDirectories(folder);
        this.host = host;
        this.link = link;
        passwords = folder.resolve("passwords");
        log = folder.resolve("host.log");
        received = folder.resolve("received");
        password("right");
        broker = Mosquitto.start(folder, port, "allow_anonymous true", "password_file " + passwords);
        broker.kill();
        proxy = Proxy.to(port);
        proxy.refuse();
    }

    private void password(String password) throws Exception {
        new ProcessBuilder(Mosquitto.find("mosquitto_passwd").orElseThrow().toString(), "-b", "-c",
                passwords.toString(), USER, password).start().waitFor();
    }

    /** Starts the host; whether it runs, with its route that has nothing to do with MQTT. */
    boolean start() throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"));
        command.addAll(host.command(List.of("camel.component.paho-mqtt5.broker-url=tcp://127.0.0.1:" + proxy.port(),
                "camel.component.paho-mqtt5.user-name=" + USER, "camel.component.paho-mqtt5.password=right",
                "campus.link.enabled=" + link), webPort));
        process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
        await().atMost(START).until(() -> !process.isAlive() || log().contains(OWN));
        return process.isAlive();
    }

    /** The exit code of a host that has ended. */
    int exitCode() {
        return process.exitValue();
    }

    /** Seconds from the return of the broker to the first echo; null if there is none in 45 s. */
    Double brokerComes() throws Exception {
        openBroker();
        return echo();
    }

    /** As above, with a host that is started when the broker is there. */
    Double startWithBroker() throws Exception {
        openBroker();
        return start() ? echo() : null;
    }

    private void openBroker() throws Exception {
        broker.restart();
        Process subscriber = new ProcessBuilder(Mosquitto.find("mosquitto_sub").orElseThrow().toString(), "-h",
                "127.0.0.1", "-p", "" + port, "-q", "1", "-v", "-t", "host/#", "-i", "reader")
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(received.toFile())).start();
        subscribers.add(subscriber);
        await().atMost(PATIENCE).until(() -> {
            probe();
            return received().contains("host/in probe-" + probes.get());
        });
        proxy.accept();
    }

    private Double echo() {
        int before = probes.get();
        long begin = System.nanoTime();
        try {
            await().pollInterval(Duration.ofMillis(50)).atMost(ECHO).until(() -> {
                probe();
                return received().lines().anyMatch(line -> line.startsWith("host/out probe-")
                        && Integer.parseInt(line.replaceFirst(".*-", "")) > before);
            });
            return (System.nanoTime() - begin) / 1e9;
        } catch (ConditionTimeoutException e) {
            return null;
        }
    }

    private void probe() throws IOException {
        try (HostileClient client = HostileClient.connected(port, "prober", null)) {
            client.publish("host/in", "probe-" + probes.incrementAndGet(), false);
        }
    }

    /** The broker is killed, and comes back after a time; as {@link #brokerComes()}. */
    Double killed(Duration away) throws Exception {
        brokerGoes();
        await().pollDelay(away).atMost(away.plusSeconds(10)).until(() -> true);
        return brokerComes();
    }

    /** First the way to it, so that it passes on what it has. */
    private void brokerGoes() {
        proxy.refuse();
        int before = received().length();
        await().pollDelay(Duration.ofMillis(200)).atMost(PATIENCE).until(() -> received().length() >= before);
        broker.kill();
    }

    /**
     * The broker comes back with another password, and then with the right one; as {@link #brokerComes()}, and null if
     * the host does not even try.
     */
    Double wrongPassword() throws Exception {
        brokerGoes();
        password("other");
        broker.restart();
        proxy.accept();
        int before = log().length();
        try {
            await().atMost(PATIENCE).until(() -> log().substring(before).toLowerCase(Locale.ROOT)
                    .contains("not authorized"));
        } catch (ConditionTimeoutException e) {
            return null;
        }
        brokerGoes();
        password("right");
        return brokerComes();
    }

    /** The HTTP status of the host's health; 0 if it tells none. */
    int health() throws Exception {
        Optional<URI> health = host.health(webPort);
        return health.isEmpty() ? 0 : HttpClient.newHttpClient().send(HttpRequest.newBuilder(health.get()).build(),
                HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    /** As above, with a broker: the route that answers may be back before the others. */
    int healthSoon() throws Exception {
        try {
            await().atMost(SOON).until(() -> Set.of(0, 200).contains(health()));
        } catch (ConditionTimeoutException e) {
            // It is told as it is.
        }
        return health();
    }

    /** Ends the host with SIGTERM; the seconds that it takes, or null if it is more than a minute. */
    Double ends() throws Exception {
        long begin = System.nanoTime();
        process.destroy();
        return process.waitFor(60, TimeUnit.SECONDS) ? (System.nanoTime() - begin) / 1e9 : null;
    }

    /** How many of the numbers that the host has published never came. */
    int lost() {
        Set<Integer> ticks = new HashSet<>();
        received().lines().filter(line -> line.matches("host/ticks [0-9]+"))
                .forEach(line -> ticks.add(Integer.parseInt(line.replaceFirst(".* ", ""))));
        int last = ticks.stream().max(Integer::compare).orElse(0);
        return last - ticks.size();
    }

    /** What the host has written. */
    String log() {
        return text(log);
    }

    private String received() {
        return text(received);
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws Exception {
        subscribers.forEach(Process::destroyForcibly);
        if (process != null) {
            process.destroyForcibly();
        }
        proxy.close();
        broker.close();
    }
}
