package campus.link;

import static org.assertj.core.api.Assertions.assertThat;

import campus.testkit.LogLines;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A broker that sends what it must not. The link goes on, on the next connection if need be. */
class LinkHostileIT extends LinkFixture {

    private final LogLines log = new LogLines(Link.class);
    /** It logs an exception of its thread with a stack trace. */
    private final LogLines netty = new LogLines("io.netty");

    @BeforeEach
    void startLog() {
        log.start();
        netty.start();
    }

    @AfterEach
    void stopLog() {
        log.stop();
        netty.stop();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "PUBLISH at QoS 3, 36 09 0003782f31 0001 00 61",
        "PUBLISH without packet identifier, 32 08 0003782f31 0000 00",
        "PUBLISH to a wildcard, 30 06 0003782f23 00",
        "PUBLISH with a topic alias, 30 07 0000 03230001 61",
        "length of five bytes, 30 ffffffff01",
        "packet of type 0, 00 00",
        "PUBACK without packet identifier, 40 01 00",
        "text of another protocol, 485454502f312e3120343030204261642052657175657374",
        "CONNACK again, 20 03 000000",
        "CONNACK that refuses at last, 20 03 008700",
        "DISCONNECT without reason, e0 00",
        "CONNECT, 10 0d 0004 4d515454 05 02 003c 00 0000",
        "SUBSCRIBE, 82 07 0001 00 0001 78 00",
        "AUTH, f0 00"})
    void aPacketThatMustNotComeEndsTheConnection(String name, String bytes) throws Exception {
        hostile(bytes);
        assertThat(failures()).hasSize(1).first().asString().contains("trying again").doesNotContain("Exception");
        peer.awaitConnection(2);
    }

    /** The versions of Netty read it, or end the connection. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "topic that is not UTF-8, 30 05 0002fffe 00",
        "unknown property, 30 08 0003782f31 017f 61"})
    void aPublishThatNettyMayTakeStopsNothing(String name, String bytes) throws Exception {
        hostile(bytes);
        assertThat(failures()).hasSizeLessThanOrEqualTo(1).noneMatch(line -> line.contains("Exception"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "PUBACK, 40 02 0063",
        "PUBREC, 50 02 0063",
        "PUBREL, 62 02 0063",
        "PUBCOMP, 70 02 0063",
        "SUBACK, 90 04 0063 00 00",
        "UNSUBACK, b0 04 0063 00 00",
        "PINGRESP, d0 00"})
    void anAnswerThatNobodyWaitsForIsIgnored(String name, String bytes) throws Exception {
        hostile(bytes);
        assertThat(failures()).isEmpty();
        assertThat(peer.connections()).hasSize(1);
    }

    @Test
    void manyMalformedPacketsAreToldOnce() throws Exception {
        receive("", this::note);
        for (int connection = 1; connection <= 3; connection++) {
            awaitUp();
            peer.awaitConnection(connection).send(bytes("36 09 0003782f31 0001 00 61"));
            peer.awaitConnection(connection + 1);
        }
        awaitUp();
        assertThat(threads()).isNotEmpty();
        assertThat(failures()).hasSizeLessThanOrEqualTo(3).noneMatch(line -> line.contains("Exception"));
    }

    private void hostile(String bytes) throws Exception {
        receive("", this::note);
        awaitUp();
        peer.awaitConnection(1).send(bytes(bytes));
        peer.session(clientId).deliver("x/1", "after", 1);
        awaitHandled(1);
        awaitUp();
        assertThat(handled).contains("after");
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private List<String> failures() {
        return Stream.concat(log.lines().stream(), netty.lines().stream())
                .filter(line -> line.matches("(?s)(WARN|ERROR|FATAL) .*")).toList();
    }
}
