package campus.link.wire;

import java.io.IOException;
import java.util.Objects;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;

/** Paho's options for one connection, and what Paho does not know of it: its wire, and who takes packets from it. */
public final class TransportOptions extends MqttConnectionOptions {

    private TransportInput.Receiver receiver;
    private PacketTap tap;
    private volatile Transport wire;

    /** Who sees the packets of the broker before Paho. */
    public void receiver(TransportInput.Receiver first) {
        receiver = first;
    }

    public TransportInput.Receiver receiver() {
        return Objects.requireNonNull(receiver);
    }

    /** Shows all packets to a listener. */
    public void tap(PacketTap shown) {
        tap = shown;
    }

    /** Null where nobody looks at the packets. */
    public PacketTap tap() {
        return tap;
    }

    void wire(Transport made) {
        wire = made;
    }

    /**
     * Sends a whole packet, beside those of Paho.
     *
     * @throws IOException where the connection has ended
     */
    public void send(byte[] packet) throws IOException {
        wire.send(packet);
    }

    /** Waits until what was sent has left, no longer than that. */
    public void awaitSent(long nanos) {
        wire.awaitSent(nanos);
    }

    /** Cuts the connection, however Paho's threads may be waiting for each other. */
    public void cut() {
        Transport made = wire;
        if (made != null) {
            made.stop();
        }
    }
}
