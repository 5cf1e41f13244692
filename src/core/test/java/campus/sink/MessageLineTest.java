package campus.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import campus.base.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageLineTest {

    private static final Instant TIME = Instant.parse("2026-11-21T22:00:00.123Z");
    private static final String HEAD =
            "{\"time\":\"2026-11-21T22:00:00.123Z\",\"topic\":\"a/b\",\"qos\":1,\"retained\":false,\"payload\":";

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{\"a\":1}", "[1,[2,{\"b\":null}]]", "\"text\"", "true", "false", "null", "0",
        "-0", "1.10", "1e400", "-1E-400", "1.0E+2", "123456789012345678901234567890",
        "0.1000000000000000055511151231257827", "{\"value\":21.430,\"big\":123456789012345678901234567890}",
        "{\"a\":1,\"a\":2}", "\"José 李 👩‍🎓\""})
    void jsonStaysJsonWithItsNumbersDigitForDigit(String json) throws Exception {
        assertThat(line(json)).isEqualTo(HEAD + json + "}\n");
    }

    @Test
    void jsonOverManyLinesBecomesOneLine() {
        assertThat(line(" {\r\n  \"a\" : [ 1.10 ,\n\t2 ]\n}\n")).isEqualTo(HEAD + "{    \"a\" : [ 1.10 , \t2 ] }}\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', ignoreLeadingAndTrailingWhitespace = false, value = {
        "hello|hello", "``|``", "   |   ", "1 2|1 2", "{} {}|{} {}", "1,2|1,2", "NaN|NaN", "Infinity|Infinity", "+1|+1",
        "01|01", ".5|.5", "1.|1.", "tru|tru", "nullx|nullx", "{'a':1}|{'a':1}", "{a:1}|{a:1}", "[1,]|[1,]", "[1|[1",
        "]|]", "//x|//x", "José;x|José;x", "0x10|0x10"})
    void otherTextIsAString(String text, String payload) throws Exception {
        JsonNode line = Json.MAPPER.readTree(line(text));
        assertThat(line.get("payload").isTextual()).isTrue();
        assertThat(line.get("payload").textValue()).isEqualTo(payload);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff", "c3", "48656cff6c6f", "c0af", "eda080", "00ff00ff", "227b22ff"})
    void aPayloadThatIsNotUtf8IsBase64(String hex) throws Exception {
        byte[] bytes = HexFormat.of().parseHex(hex);
        JsonNode line = Json.MAPPER.readTree(line(bytes));
        assertThat(line.has("payload")).isFalse();
        assertThat(Base64.getDecoder().decode(line.get("payloadBase64").textValue())).isEqualTo(bytes);
    }

    /** One line that parses, ends in the only line feed, and holds the whole payload. */
    @ParameterizedTest
    @MethodSource("hostile")
    void anyPayloadIsOneLineThatParses(String payload) throws Exception {
        String line = line(payload);
        assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
        assertThat(line.indexOf('\r')).isNegative();
        JsonNode parsed = Json.MAPPER.readTree(line);
        assertThat(parsed.fieldNames()).toIterable()
                .containsExactly("time", "topic", "qos", "retained", "payload");
        JsonNode read = parsed.get("payload");
        assertThat(read.isTextual() ? read.textValue() : read.toString()).isEqualTo(payload);
    }

    static Stream<String> hostile() {
        return Stream.of("\n", "a\r\nb", "\"", "\\", "\"}\n{\"time\":0}", "\0", "\u001b[2J", "\u2028", "\u0085",
                "\uFEFF{}", "x".repeat(1 << 20), "\n".repeat(1 << 20), "9".repeat(5000),
                "[" + "1,".repeat(200_000) + "1]", "{\"" + "k".repeat(60_000) + "\":1}", nested(100), nested(999),
                nested(1000), nested(1001), nested(100_000), "[".repeat(100_000), "{\"a\":".repeat(100_000));
    }

    @Test
    void topicAndFurtherFieldsAreEscaped() throws Exception {
        Map<String, String> more = new LinkedHashMap<>();
        more.put("route", "view");
        more.put("error", "line 1\nline \"2\"");
        String line = new MessageLine(TIME, "a\n\"b", 2, true, "1".getBytes(UTF_8)).format(more);
        assertThat(line).isEqualTo("{\"time\":\"2026-11-21T22:00:00.123Z\",\"topic\":\"a\\n\\\"b\",\"qos\":2,"
                + "\"retained\":true,\"payload\":1,\"route\":\"view\",\"error\":\"line 1\\nline \\\"2\\\"\"}\n");
    }

    private static String nested(int levels) {
        return "[".repeat(levels) + "]".repeat(levels);
    }

    private static String line(String payload) {
        return line(payload.getBytes(UTF_8));
    }

    private static String line(byte[] payload) {
        return new MessageLine(TIME, "a/b", 1, false, payload).format(Map.of());
    }
}
