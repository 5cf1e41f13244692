package campus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import campus.cli.options.ExitCode;
import campus.testkit.peer.ScriptedPeer;
import campus.testkit.peer.ScriptedPeerConnection;
import io.netty.handler.codec.mqtt.MqttMessageType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code --trace}: what it shows is what a peer really received and sent, packet by packet. */
class TraceIT {

    private static final Pattern LINE = Pattern.compile(
            "^\\d\\d:\\d\\d:\\d\\d\\.\\d{3}  (.*)(->|<-) (\\w+) +(\\d+) B  (.*)$", Pattern.MULTILINE);
    private static final String LONG = "x".repeat(20_000);

    private final ScriptedPeer peer = ScriptedPeer.start();
    private final CommandLine commands = new CommandLine();

    @AfterEach
    void close() {
        peer.close();
    }

    @ParameterizedTest
    @CsvSource({"0, PUBLISH, CONNACK", "1, PUBLISH, CONNACK PUBACK", "2, PUBLISH PUBREL, CONNACK PUBREC PUBCOMP"})
    void pubShowsWhatThePeerReceived(int qos, String sent, String received) {
        assertThat(execute("pub", qos, "-m", LONG, "-u", "dst", "-P", "s3cret")).isZero();

        ScriptedPeerConnection connection = peer.connections().get(0);
        connection.awaitReceived(MqttMessageType.DISCONNECT, 1);
        assertThat(packets("->")).isEqualTo(packetsOf(connection));
        assertThat(types("->")).isEqualTo("CONNECT " + sent + " DISCONNECT");
        assertThat(types("<-")).isEqualTo(received);
        requireTable(LONG.length(), types("<-").split(" ").length);
        assertThat(commands.err()).contains("user=dst").contains("password=(6 bytes)").doesNotContain("s3cret");
        assertThat(commands.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, SUBSCRIBE, CONNACK SUBACK PUBLISH, 2", "1, SUBSCRIBE PUBACK, CONNACK SUBACK PUBLISH, 2",
        "2, SUBSCRIBE PUBREC PUBCOMP, CONNACK SUBACK PUBLISH PUBREL, 3"})
    void subShowsWhatThePeerReceivedAndSent(int qos, String sent, String received, int roundTrips)
            throws Exception {
        CompletableFuture<Integer> sub =
                CompletableFuture.supplyAsync(() -> execute("sub", qos, "-C", "2", "-W", "30"));
        ScriptedPeerConnection connection = peer.awaitConnection(1);
        connection.awaitReceived(MqttMessageType.SUBSCRIBE, 1);
        connection.deliver("salon/luz", LONG, qos);
        connection.awaitReceived(MqttMessageType.valueOf(sent.substring(sent.lastIndexOf(' ') + 1)), 1);
        connection.deliver("salon/luz", "end", 0);
        assertThat(sub.get(30, TimeUnit.SECONDS)).isZero();

        connection.awaitReceived(MqttMessageType.DISCONNECT, 1);
        assertThat(packets("->")).isEqualTo(packetsOf(connection));
        assertThat(types("->")).isEqualTo("CONNECT " + sent + " DISCONNECT");
        assertThat(types("<-")).isEqualTo(received + " PUBLISH");
        // Fixed header 4, topic 2 + 9, identifier 2, no properties 1 (MQTT 5 section 3.3).
        assertThat(packets("<-")).contains("PUBLISH " + (4 + 11 + (qos > 0 ? 2 : 0) + 1 + LONG.length()));
        requireTable(LONG.length() + 3, roundTrips);
        assertThat(commands.out()).isEqualTo(LONG + "\nend\n");
    }

    @Test
    void aRefusalIsShownAndTheTableStillComes() {
        peer.always().connAck(0x87);

        assertThat(execute("pub", 1, "-m", "ON")).isEqualTo(ExitCode.REFUSED_BY_BROKER);

        assertThat(types("<-")).isEqualTo("CONNACK");
        assertThat(commands.err()).contains("not authorized (0x87)");
        requireTable(0, 1);
    }

    @Test
    void withoutItNothingIsShown() {
        assertThat(commands.execute("pub", "-p", "" + peer.port(), "-t", "salon/luz", "-m", "ON")).isZero();

        assertThat(commands.err()).isEmpty();
    }

    private int execute(String command, int qos, String... more) {
        List<String> args = new ArrayList<>(List.of(command, "--trace", "-p", "" + peer.port(), "-t", "salon/luz",
                "-q", "" + qos));
        args.addAll(List.of(more));
        return commands.execute(args.toArray(String[]::new));
    }

    private List<MatchResult> lines(String direction) {
        return LINE.matcher(commands.err()).results().filter(line -> line.group(2).equals(direction)).toList();
    }

    private String types(String direction) {
        return String.join(" ", lines(direction).stream().map(line -> line.group(3)).toList());
    }

    /** Type and size. */
    private List<String> packets(String direction) {
        return lines(direction).stream().map(line -> line.group(3) + " " + line.group(4)).toList();
    }

    private static List<String> packetsOf(ScriptedPeerConnection connection) {
        return connection.received().stream().map(packet -> packet.type() + " " + packet.size()).toList();
    }

    private void requireTable(int application, int roundTrips) {
        int sent = sum("->");
        int received = sum("<-");
        assertThat(commands.err())
                .containsPattern("(?m)^total +" + lines("->").size() + " +" + sent + " +" + lines("<-").size() + " +"
                        + received + "$")
                .containsPattern("(?m)^application \\(payload\\) +" + application + " bytes ")
                .containsPattern("(?m)^protocol overhead +" + (sent + received - application) + " bytes ")
                .containsPattern("(?m)^total +" + roundTrips + "$");
    }

    private int sum(String direction) {
        return lines(direction).stream().mapToInt(line -> Integer.parseInt(line.group(4))).sum();
    }
}
