package campus.sink;

import campus.base.Json;
import campus.mqtt.TopicFilter;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;

/**
 * Reads the line that {@link MessageLine} writes. A payload of JSON comes back as it stands in the line; a string comes
 * back as its text.
 */
public final class MessageLineParser {

    private final byte[] line;
    private Instant time;
    private String topic;
    private int qos;
    private boolean retained;
    private byte[] payload;

    private MessageLineParser(byte[] line) {
        this.line = line;
    }

    /**
     * Reads a line in UTF-8, without its line feed; unknown fields are ignored.
     *
     * @throws IllegalArgumentException with the reason, if it is not such a line
     */
    public static MessageLine parse(byte[] line) {
        try (JsonParser in = Json.MAPPER.createParser(line)) {
            return new MessageLineParser(line).read(in);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it is not one whole JSON object", e);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("its time '" + e.getParsedString() + "' is not a time such as"
                    + " 2026-11-21T22:00:00.123Z", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("it cannot be read: " + e.getMessage(), e);
        }
    }

    private MessageLine read(JsonParser in) throws IOException {
        require(in.nextToken() == JsonToken.START_OBJECT, "it is not one whole JSON object");
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            in.nextToken();
            switch (name) {
                case "time" -> time = Instant.parse(in.getText());
                case "topic" -> topic = in.getText();
                case "qos" -> qos = in.currentToken() == JsonToken.VALUE_NUMBER_INT ? in.getIntValue() : -1;
                case "retained" -> retained = in.currentToken() == JsonToken.VALUE_TRUE;
                case "payload" -> payload = payload(in);
                case "payloadBase64" -> payload = in.getBinaryValue();
                default -> in.skipChildren();
            }
        }
        require(in.nextToken() == null, "it is not one whole JSON object");
        require(time != null, "it has no time");
        require(topic != null && TopicFilter.isTopicName(topic), "its topic is missing or no topic name");
        require(qos >= 0 && qos <= 2, "its qos is none of 0, 1 and 2");
        require(payload != null, "it has no payload");
        return new MessageLine(time, topic, qos, retained, payload);
    }

    private byte[] payload(JsonParser in) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_STRING) {
            return in.getText().getBytes(StandardCharsets.UTF_8);
        }
        int start = (int) in.currentTokenLocation().getByteOffset();
        // Jackson reads UTF-16 too, and does not count its bytes.
        require(start >= 0, "it is not in UTF-8");
        in.skipChildren();
        return Arrays.copyOfRange(line, start, (int) in.currentLocation().getByteOffset());
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalArgumentException(problem);
        }
    }
}
