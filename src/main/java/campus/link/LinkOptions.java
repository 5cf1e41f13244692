package campus.link;

import java.io.IOException;
import java.util.Objects;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;

/** Paho's options for one connection, and what Paho does not know of it: its wire, and who takes packets from it. */
final class LinkOptions extends MqttConnectionOptions {

    private WireInput.Receiver receiver;
    private PacketTap tap;
    private volatile Wire wire;

    /** Who sees the packets of the broker before Paho. */
    void receiver(WireInput.Receiver first) {
        receiver = first;
    }

    WireInput.Receiver receiver() {
        return Objects.requireNonNull(receiver);
    }

    /** Shows all packets to a listener. */
    void tap(PacketTap shown) {
        tap = shown;
    }

    /** Null where nobody looks at the packets. */
    PacketTap tap() {
        return tap;
    }

    void wire(Wire made) {
        wire = made;
    }

    /**
     * Sends a whole packet, beside those of Paho.
     *
     * @throws IOException where the connection has ended
     */
    void send(byte[] packet) throws IOException {
        wire.send(packet);
    }

    /** Waits until what was sent has left, no longer than that. */
    void awaitSent(long nanos) {
        wire.awaitSent(nanos);
    }

    /** Cuts the connection, however Paho's threads may be waiting for each other. */
    void cut() {
        Wire made = wire;
        if (made != null) {
            made.stop();
        }
    }
}
