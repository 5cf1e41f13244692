package campus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import campus.broker.Listener;
import campus.cli.options.ExitCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every route and every command over each of the five transports, by URL and PEM files alone. */
abstract class TransportScenarios {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final CommandLine commands = new CommandLine();

    /** Starts the application, connected over one of the transports of the broker under test. */
    abstract Running start(Listener transport, Map<String, String> tls) throws Exception;

    /** The port of one of the broker's listeners. */
    abstract int port(Listener listener, Running campus);

    /** {@code ca.crt}, {@code client.crt} or {@code client.key}. */
    abstract Path file(String name);

    @ParameterizedTest
    @EnumSource
    void everyRouteAndEveryCommand(Listener transport) throws Exception {
        try (Running campus = start(transport, tlsProperties(transport))) {
            await().atMost(PATIENCE).until(() -> !campus.lines("readings").isEmpty());

            String url = url(transport, port(transport, campus));
            assertThat(execute(transport, "student", "-L", url, "--dni", "12345678", "--name", "Peter Lim", "--email",
                    "pelim@teleco.upv.es")).as(commands::err).isZero();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(campus.lines("ok.txt")).singleElement().asString()
                    .endsWith(";Peter Lim;pelim@teleco.upv.es"));

            // More than one frame of WebSocket that some brokers take by default.
            String payload = "x".repeat(100_000);
            assertThat(execute(transport, "pub", "-L", url + "/salon/" + transport, "-m", payload, "-r", "-q", "1"))
                    .as(commands::err).isZero();
            assertThat(execute(transport, "sub", "-L", url + "/salon/" + transport, "-C", "1", "-W", "10"))
                    .as(commands::err).isZero();
            assertThat(commands.out()).isEqualTo(payload + "\n");
        }
    }

    @Test
    void usualMistakesAreOneLineWithTheirRemedy() throws Exception {
        try (Running campus = start(Listener.TCP, Map.of())) {
            for (Listener secure : List.of(Listener.TLS, Listener.CLIENT_TLS, Listener.SECURE_WEB_SOCKET)) {
                String url = url(secure, port(secure, campus));
                assertFailure("TLS: the broker's certificate is signed by an unknown CA; name the file of the CA that"
                        + " signed it in"
                        + " campus.tls.cafile (--cafile)", "pub", "-L", url, "-t", "salon/x", "-m", "x");
            }
            String url = url(Listener.CLIENT_TLS, port(Listener.CLIENT_TLS, campus));
            assertFailure("TLS: the broker wants a client certificate, or another one; name its files in"
                    + " campus.tls.cert and campus.tls.key (--cert, --key)",
                    "sub", "-L", url, "-t", "salon/x", "-C", "1", "-W", "5", "--cafile", file("ca.crt").toString());
        }
    }

    /** One line with the remedy, and exit code 1, as the broker refused nothing. */
    final void assertFailure(String reason, String... command) {
        assertThat(execute(Listener.TCP, command)).isEqualTo(ExitCode.FAILED);
        assertThat(commands.err()).hasLineCount(1).startsWith("campus: not connected to ")
                .endsWith(reason + System.lineSeparator());
    }

    static String url(Listener transport, int port) {
        String scheme = switch (transport) {
            case TCP -> "mqtt";
            case TLS, CLIENT_TLS -> "mqtts";
            case WEB_SOCKET -> "ws";
            case SECURE_WEB_SOCKET -> "wss";
        };
        return scheme + "://127.0.0.1:" + port;
    }

    private Map<String, String> tlsProperties(Listener transport) {
        Map<String, String> properties = new LinkedHashMap<>();
        if (transport.secure()) {
            properties.put("campus.tls.cafile", file("ca.crt").toString());
        }
        if (transport == Listener.CLIENT_TLS) {
            properties.put("campus.tls.cert", file("client.crt").toString());
            properties.put("campus.tls.key", file("client.key").toString());
        }
        return properties;
    }

    private int execute(Listener transport, String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        tlsProperties(transport).forEach((key, file) ->
                arguments.addAll(List.of(key.replace("campus.tls.", "--"), file)));
        return commands.execute(arguments.toArray(String[]::new));
    }
}
