package campus.sink;

import campus.base.Json;
import campus.mqtt.ReceivedMessage;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/**
 * The line that is written for a message: {@code {"time":…,"topic":…,"qos":…,"retained":…,"payload":…}}. A payload that
 * is JSON is written as it is (numbers digit for digit, blanks for its line breaks), other UTF-8 text as a string, and
 * any other payload in {@code payloadBase64}.
 *
 * @param time     of arrival, UTC
 * @param topic    topic name
 * @param qos      0, 1 or 2
 * @param retained whether the broker had stored it before the subscription (MQTT 5 section 3.3.1.3)
 * @param payload  any bytes
 */
public record MessageLine(Instant time, String topic, int qos, boolean retained, byte[] payload) {

    /** Deeper JSON is written as text: Jackson must be able to read it with the level that the line adds. */
    private static final int MAX_DEPTH = StreamReadConstraints.DEFAULT_MAX_DEPTH - 1;

    /** The character that Java decodes from bytes that are not UTF-8. */
    private static final char REPLACEMENT = '\uFFFD';

    /** The line for a received message. */
    public static MessageLine of(ReceivedMessage message, Instant time) {
        return new MessageLine(time, message.topic(), message.qos(), message.retained(), message.payload());
    }

    /**
     * The line, with the line feed that ends it.
     *
     * @param fields text fields that follow the payload, by name
     */
    public String format(Map<String, String> fields) {
        StringBuilder line = new StringBuilder(128 + payload.length);
        line.append("{\"time\":\"").append(time).append("\",\"topic\":");
        quote(topic, line);
        line.append(",\"qos\":").append(qos).append(",\"retained\":").append(retained);
        appendPayload(line);
        for (Map.Entry<String, String> field : fields.entrySet()) {
            line.append(',');
            quote(field.getKey(), line);
            line.append(':');
            quote(field.getValue(), line);
        }
        return line.append("}\n").toString();
    }

    private void appendPayload(StringBuilder line) {
        try {
            String text = utf8(payload);
            line.append(",\"payload\":");
            if (isJson(text)) {
                // JSON has line breaks between its parts only.
                line.append(text.replace('\r', ' ').replace('\n', ' ').strip());
            } else {
                quote(text, line);
            }
        } catch (CharacterCodingException e) {
            line.append(",\"payloadBase64\":\"").append(Base64.getEncoder().encodeToString(payload)).append('"');
        }
    }

    private static void quote(String text, StringBuilder line) {
        line.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, line);
        line.append('"');
    }

    /** Whether the text is one whole JSON text. */
    private static boolean isJson(String text) {
        try (JsonParser in = Json.MAPPER.createParser(text)) {
            boolean complete = false;
            for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
                if (complete || in.getParsingContext().getNestingDepth() > MAX_DEPTH) {
                    return false;
                }
                complete = in.getParsingContext().inRoot();
            }
            return complete;
        } catch (IOException e) {
            return false;
        }
    }

    /** Decodes leniently, and strictly only if the result is in doubt, which takes a tenth of the time. */
    private static String utf8(byte[] bytes) throws CharacterCodingException {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? text
                : StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }
}
