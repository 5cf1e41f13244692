package campus.sink;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageLineParserTest {

    private static final Instant TIME = Instant.parse("2026-11-21T22:00:00.123Z");

    @ParameterizedTest
    @ValueSource(strings = {"{\"value\":21.430,\"tags\":[1,[],{\"a\":null}],\"on\":true}", "-0.50", "1e400", "true",
        "{ \"a\" :\t[ 1 ,{ } ] , \"ñ\":-0.0E+10 }", "online", "", "Práctica € 😀", "{\"open\":", "[]", "null",
        "two\nlines", "a \"quote\""})
    void readsTheLineThatWasWritten(String payload) {
        MessageLine line = parsed(new MessageLine(TIME, "salon/más", 1, true, payload.getBytes(UTF_8)));
        assertThat(new String(line.payload(), UTF_8)).isEqualTo(payload);
        assertThat(line.time()).isEqualTo(TIME);
        assertThat(line.topic()).isEqualTo("salon/más");
        assertThat(line.qos()).isEqualTo(1);
        assertThat(line.retained()).isTrue();
    }

    @Test
    void aByteOrderMarkAndBlanksDoNotMoveThePayload() {
        String line = "\uFEFF{ \"topic\":\"ñ\", \"payload\" : [ 1 ] , \"time\":\"" + TIME + "\"}";
        assertThat(MessageLineParser.parse(line.getBytes(UTF_8)).payload()).asString(UTF_8).isEqualTo("[ 1 ]");
    }

    @Test
    void utf16IsRefused() {
        String line = new MessageLine(TIME, "a", 1, false, "1".getBytes(UTF_8)).format(Map.of());
        assertThatIllegalArgumentException().isThrownBy(() -> MessageLineParser.parse(line.getBytes(UTF_16)))
                .withMessage("it is not in UTF-8");
    }

    @Test
    void readsBytes() {
        byte[] payload = {(byte) 0xff, 0, (byte) 0xc3, '\n'};
        assertThat(parsed(new MessageLine(TIME, "a", 0, false, payload)).payload()).isEqualTo(payload);
    }

    @Test
    void aDeadLetterIsAMessageToo() {
        String line = new MessageLine(TIME, "a", 2, false, "x".getBytes(UTF_8)).format(Map.of("error", "too late"));
        assertThat(MessageLineParser.parse(line.strip().getBytes(UTF_8)).payload()).asString(UTF_8).isEqualTo("x");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "nonsense|it is not one whole JSON object", "[]|it is not one whole JSON object",
        "{\"time\":\"2026-11-21T22:00:00Z\",\"topic\":\"a\",\"payl|it is not one whole JSON object",
        "{} {}|it is not one whole JSON object", "{}|it has no time",
        "{\"time\":\"yesterday\"}|its time 'yesterday' is not a time",
        "{\"time\":\"2026-11-21T22:00:00Z\"}|its topic is missing",
        "{\"time\":\"2026-11-21T22:00:00Z\",\"topic\":\"a/#\",\"payload\":1}|its topic is missing or no topic name",
        "{\"time\":\"2026-11-21T22:00:00Z\",\"topic\":\"a\",\"qos\":3,\"payload\":1}|its qos is none of 0, 1 and 2",
        "{\"time\":\"2026-11-21T22:00:00Z\",\"topic\":\"a\",\"qos\":1.5,\"payload\":1}|its qos is none of 0, 1 and 2",
        "{\"time\":\"2026-11-21T22:00:00Z\",\"topic\":\"a\"}|it has no payload",
        "{\"time\":\"2026-11-21T22:00:00Z\",\"topic\":\"a\",\"payloadBase64\":\"?\"}|it is not one whole JSON object"})
    void namesTheError(String line, String reason) {
        assertThatIllegalArgumentException().isThrownBy(() -> MessageLineParser.parse(line.getBytes(UTF_8)))
                .withMessageStartingWith(reason);
    }

    private static MessageLine parsed(MessageLine line) {
        return MessageLineParser.parse(line.format(Map.of()).strip().getBytes(UTF_8));
    }
}
