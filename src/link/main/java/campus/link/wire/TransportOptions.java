package campus.link.wire;

import java.io.IOException;
import java.util.Objects;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;

/** Paho's options for one connection, and what Paho does not know of it: its transport and the receiver of packets. */
public final class TransportOptions extends MqttConnectionOptions {

    private TransportInput.Receiver receiver;
    private PacketTap tap;
    private volatile Transport transport;

    /** Sets the receiver that gets the packets of the broker before Paho does. */
    public void receiver(TransportInput.Receiver first) {
        receiver = first;
    }

    TransportInput.Receiver receiver() {
        return Objects.requireNonNull(receiver);
    }

    /** Shows all packets to a listener; null for none. */
    public void tap(PacketTap shown) {
        tap = shown;
    }

    PacketTap tap() {
        return tap;
    }

    void transport(Transport made) {
        transport = made;
    }

    /**
     * Sends a whole packet, beside those of Paho.
     *
     * @throws IOException if the connection has ended
     */
    public void send(byte[] packet) throws IOException {
        transport.send(packet);
    }

    /** Waits until what was sent has left this process, at most for this time in nanoseconds. */
    public void awaitSent(long nanos) {
        transport.awaitSent(nanos);
    }

    /** Closes the connection, even if Paho's threads wait for each other. */
    public void cut() {
        Transport made = transport;
        if (made != null) {
            made.stop();
        }
    }
}
