package campus.link.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttPublish;
import org.eclipse.paho.mqttv5.common.util.MqttTopicValidator;

/**
 * One packet of MQTT 5 as bytes, and the making of those that publish and subscribe. Paho makes and reads packets byte
 * by byte and in three threads, which took half of the processor time of a message.
 *
 * @param bytes the whole packet, with its fixed header
 * @param body  the length of the fixed header, which is the index of what follows
 */
public record Packet(byte[] bytes, int body) {

    /** Packet types (MQTT 5 section 2.1.2). */
    public static final int CONNACK = 2;
    /** See {@link #CONNACK}. */
    public static final int PUBLISH = 3;
    /** See {@link #CONNACK}. */
    public static final int PUBACK = 4;
    /** See {@link #CONNACK}. */
    public static final int SUBACK = 9;
    /** See {@link #CONNACK}. */
    public static final int DISCONNECT = 14;

    private static final int FIXED_HEADER = 5;
    private static final int LARGE = 1 << 20;

    /** A received message with its topic. */
    public record Publish(String topic, MqttMessage message) {
    }

    /**
     * Reads the next packet (MQTT 5 section 2.1); a packet whose length is malformed ends with its fixed header.
     *
     * @return null at the end of the stream
     * @throws EOFException if the stream ends within a packet
     */
    public static Packet read(InputStream in) throws IOException {
        int first = in.read();
        if (first < 0) {
            return null;
        }
        byte[] header = new byte[FIXED_HEADER];
        header[0] = (byte) first;
        int count = 1;
        int length = 0;
        int digit = 0x80;
        while ((digit & 0x80) != 0 && count < FIXED_HEADER) {
            digit = in.read();
            if (digit < 0) {
                throw new EOFException();
            }
            length |= (digit & 0x7F) << 7 * (count - 1);
            header[count++] = (byte) digit;
        }
        if ((digit & 0x80) != 0) {
            return new Packet(header, count);
        }
        // A wrong length must not cost memory.
        byte[] bytes = length <= LARGE ? new byte[count + length] : null;
        if (bytes == null) {
            byte[] large = in.readNBytes(length);
            bytes = ByteBuffer.allocate(count + large.length).position(count).put(large).array();
        } else if (in.readNBytes(bytes, count, length) < length) {
            throw new EOFException();
        }
        if (bytes.length < count + length) {
            throw new EOFException();
        }
        System.arraycopy(header, 0, bytes, 0, count);
        return new Packet(bytes, count);
    }

    /** The packet type (MQTT 5 section 2.1.2), such as {@link #PUBLISH}. */
    public int type() {
        return (bytes[0] & 0xFF) >> 4;
    }

    /** The QoS of a PUBLISH. */
    public int qos() {
        return bytes[0] >> 1 & 3;
    }

    /**
     * The packet identifier of an acknowledgement.
     *
     * @throws IOException if it is malformed
     */
    public int identifier() throws IOException {
        return number(body);
    }

    private int number(int position) throws IOException {
        if (position + 2 > bytes.length) {
            throw new IOException("malformed packet of type " + type());
        }
        return (bytes[position] & 0xFF) << 8 | bytes[position + 1] & 0xFF;
    }

    /**
     * The reason code of a PUBACK (MQTT 5 section 3.4.2.1), of a DISCONNECT (section 3.14.2.1), or of the only
     * subscription of a SUBACK (section 3.9.3).
     */
    public int reasonCode() {
        if (type() == SUBACK) {
            return bytes[bytes.length - 1] & 0xFF;
        }
        int position = type() == DISCONNECT ? body : body + 2;
        return bytes.length > position ? bytes[position] & 0xFF : 0;
    }

    /**
     * The message of a PUBLISH (MQTT 5 section 3.3), with its packet identifier.
     *
     * @throws IOException if it is malformed
     */
    public Publish publish() throws IOException {
        int name = body + 2;
        int position = name + number(body);
        int id = 0;
        if (qos() > 0) {
            id = number(position);
            position += 2;
        }
        if (position >= bytes.length) {
            throw new IOException("malformed PUBLISH");
        }
        Publish publish = bytes[position] == 0
                ? new Publish(new String(bytes, name, number(body), StandardCharsets.UTF_8),
                        new MqttMessage(Arrays.copyOfRange(bytes, position + 1, bytes.length), qos(), false, null))
                : withProperties();
        publish.message().setRetained((bytes[0] & 1) != 0);
        publish.message().setId(id);
        return publish;
    }

    private Publish withProperties() throws IOException {
        try {
            MqttPublish packet = new MqttPublish((byte) (bytes[0] & 0x0F),
                    Arrays.copyOfRange(bytes, body, bytes.length));
            return new Publish(packet.getTopicName(), packet.getMessage());
        } catch (MqttException e) {
            throw new IOException("malformed PUBLISH: " + e.getMessage(), e);
        }
    }

    /**
     * A PUBLISH (MQTT 5 section 3.3).
     *
     * @param topic as {@link #requireTopicName} accepts it
     * @param id    the packet identifier; not used at QoS 0
     * @throws MqttException if its properties cannot be sent
     */
    public static byte[] publish(String topic, MqttMessage message, int id) throws MqttException {
        if (message.getProperties() != null) {
            MqttPublish packet = new MqttPublish(topic, message, message.getProperties());
            packet.setMessageId(id);
            byte[] header = packet.getHeader();
            return ByteBuffer.allocate(header.length + packet.getPayloadLength()).put(header).put(packet.getPayload())
                    .array();
        }
        byte[] name = topic.getBytes(StandardCharsets.UTF_8);
        int qos = message.getQos();
        int flags = qos << 1 | (message.isRetained() ? 1 : 0);
        int length = 2 + name.length + (qos > 0 ? 2 : 0) + 1 + message.getPayload().length;
        ByteBuffer packet = packet(PUBLISH << 4 | flags, length);
        packet.putShort((short) name.length).put(name);
        if (qos > 0) {
            packet.putShort((short) id);
        }
        return packet.put((byte) 0).put(message.getPayload()).array();
    }

    /**
     * Checks the topic of a message that is to be published (MQTT 5 section 4.7).
     *
     * @throws IllegalArgumentException if it is empty, too long, or has a wildcard
     */
    public static void requireTopicName(String topic) {
        MqttTopicValidator.validate(topic, false, true);
    }

    /** A PUBACK with the reason code success (MQTT 5 section 3.4). */
    public static byte[] acknowledge(int id) {
        return packet(PUBACK << 4, 2).putShort((short) id).array();
    }

    /**
     * A SUBSCRIBE to one topic filter (MQTT 5 section 3.8).
     *
     * @param id the packet identifier
     * @throws IllegalArgumentException if this is no topic filter (MQTT 5 section 4.7)
     */
    public static byte[] subscribe(String filter, int qos, int id) {
        MqttTopicValidator.validate(filter, true, true);
        byte[] name = filter.getBytes(StandardCharsets.UTF_8);
        return packet(0x82, 2 + 1 + 2 + name.length + 1).putShort((short) id).put((byte) 0)
                .putShort((short) name.length).put(name).put((byte) qos).array();
    }

    /** A DISCONNECT with the reason code normal disconnection, without properties (MQTT 5 section 3.14). */
    public static byte[] disconnect() {
        return packet(0xE0, 2).put((byte) 0).put((byte) 0).array();
    }

    private static ByteBuffer packet(int first, int length) {
        int digits = 1;
        for (int rest = length >> 7; rest > 0; rest >>= 7) {
            digits++;
        }
        ByteBuffer packet = ByteBuffer.allocate(1 + digits + length).put((byte) first);
        int rest = length;
        for (int i = 1; i < digits; i++) {
            packet.put((byte) (rest & 0x7F | 0x80));
            rest >>= 7;
        }
        return packet.put((byte) rest);
    }
}
