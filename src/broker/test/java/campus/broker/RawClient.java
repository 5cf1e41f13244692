package campus.broker;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** MQTT by the byte, for 3.1.1 and for packets that Paho hides. All packets are shorter than 128 bytes. */
final class RawClient implements AutoCloseable {

    static final int MQTT_3_1_1 = 4;
    static final int MQTT_5 = 5;

    private final Socket socket;
    private final DataInputStream in;
    private final int version;

    RawClient(int port, int version) throws IOException {
        this.socket = new Socket("127.0.0.1", port);
        this.socket.setSoTimeout(15_000);
        this.in = new DataInputStream(socket.getInputStream());
        this.version = version;
    }

    /** CONNECT with clean session; the code of the CONNACK, 0 to 255. User, password and will topic may be null. */
    int connect(String user, String password, int keepAliveSeconds, String willTopic) throws IOException {
        int flags = 2 | (user == null ? 0 : 0x80) | (password == null ? 0 : 0x40) | (willTopic == null ? 0 : 4);
        Packet packet = new Packet().text("MQTT").number(version, 1).number(flags, 1).number(keepAliveSeconds, 2);
        packet.properties().text("raw-" + System.nanoTime());
        if (willTopic != null) {
            packet.properties().text(willTopic).text("will");
        }
        for (String text : new String[] {user, password}) {
            if (text != null) {
                packet.text(text);
            }
        }
        send(0x10, packet);
        return read(0x20)[1] & 0xff;
    }

    /** PUBLISH at QoS 1 or 2; the PUBACK or PUBREC behind its length. */
    byte[] publish(String topic, int qos) throws IOException {
        send(0x30 | qos << 1, new Packet().text(topic).number(7, 2).properties().text("payload"));
        return read(qos == 1 ? 0x40 : 0x50);
    }

    /** SUBSCRIBE at QoS 1; the code of the SUBACK, 0 to 255. */
    int subscribe(String filter) throws IOException {
        send(0x82, new Packet().number(8, 2).properties().text(filter).number(1, 1));
        byte[] suback = read(0x90);
        return suback[suback.length - 1] & 0xff;
    }

    /** Whether the connection is open: PINGREQ is answered. */
    boolean answersPing() throws IOException {
        send(0xc0, new Packet());
        return read(0xd0).length == 0;
    }

    /** Waits until the broker ends the connection. */
    void awaitEnd() throws IOException {
        try {
            while (in.read() >= 0) {
                // packets before the end do not matter
            }
        } catch (SocketException e) {
            // an end by reset
        }
    }

    /** Closes without DISCONNECT, so that the broker publishes the will. */
    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void send(int header, Packet packet) throws IOException {
        byte[] body = packet.bytes.toByteArray();
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        byte[] all = new byte[body.length + 2];
        all[0] = (byte) header;
        all[1] = (byte) body.length;
        System.arraycopy(body, 0, all, 2, body.length);
        out.write(all);
        out.flush();
    }

    private byte[] read(int expectedHeader) throws IOException {
        int header = in.read();
        if (header != expectedHeader) {
            throw header < 0 ? new EOFException("the broker cut the connection")
                    : new IOException("packet " + Integer.toHexString(header));
        }
        return in.readNBytes(in.read());
    }

    private final class Packet {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Packet number(int value, int size) {
            for (int i = size - 1; i >= 0; i--) {
                bytes.write(value >> 8 * i);
            }
            return this;
        }

        Packet text(String text) throws IOException {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            number(utf8.length, 2);
            bytes.write(utf8);
            return this;
        }

        Packet properties() {
            return version == MQTT_5 ? number(0, 1) : this;
        }
    }
}
