package campus.sink;

import campus.base.Json;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.eclipse.paho.mqttv5.common.util.MqttTopicValidator;

/**
 * Reads back the line that {@link MessageLine} writes. JSON comes back digit for digit, without the blanks that it had
 * between its parts; a string comes back as text, whether it was text or a string of JSON.
 */
public final class MessageLineParser {

    private Instant time;
    private String topic;
    private int qos;
    private boolean retained;
    private byte[] payload;

    private MessageLineParser() {
    }

    /**
     * Reads a line, in UTF-8, without its line feed; fields that it does not know are passed over.
     *
     * @throws IllegalArgumentException with the reason, where it is not such a line
     */
    public static MessageLine parse(byte[] line) {
        try (JsonParser in = Json.MAPPER.createParser(line)) {
            return new MessageLineParser().read(in);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it is not one whole JSON object", e);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("time '" + e.getParsedString() + "' is none, such as"
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
                case "payload" -> payload = json(in).getBytes(StandardCharsets.UTF_8);
                case "payloadBase64" -> payload = in.getBinaryValue();
                default -> in.skipChildren();
            }
        }
        require(in.nextToken() == null, "it is not one whole JSON object");
        require(time != null, "it has no time");
        require(topic != null && isName(topic), "its topic is missing or no topic name");
        require(qos >= 0 && qos <= 2, "its qos is none of 0, 1 and 2");
        require(payload != null, "it has no payload");
        return new MessageLine(time, topic, qos, retained, payload);
    }

    private static String json(JsonParser in) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_STRING) {
            return in.getText();
        }
        StringWriter json = new StringWriter();
        try (JsonGenerator out = Json.MAPPER.createGenerator(json)) {
            int depth = 0;
            do {
                MessageLine.copy(in, out);
                depth += in.currentToken().isStructStart() ? 1 : in.currentToken().isStructEnd() ? -1 : 0;
            } while (depth > 0 && in.nextToken() != null);
        }
        return json.toString();
    }

    private static boolean isName(String topic) {
        try {
            MqttTopicValidator.validate(topic, false, false);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
