package campus.link;

import campus.link.wire.ConnectFailure;
import campus.link.wire.Packet;
import campus.link.wire.PahoCallback;
import campus.link.wire.PendingAcks;
import campus.link.wire.ReasonCode;
import campus.link.wire.TransportFactory;
import campus.link.wire.TransportInput;
import campus.link.wire.TransportOptions;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.MqttReturnCode;

/**
 * One connection to the broker: a Paho client that is used once. Paho connects, sends PINGREQ and handles QoS 2.
 * Publishing at QoS 0 and 1, subscribing, their acknowledgements and DISCONNECT bypass it, as a {@link Packet} each.
 */
final class Connection implements PahoCallback {

    /** Takes the messages of a connection; it must not block for long, because all other packets wait meanwhile. */
    interface Receiver {

        void received(Connection connection, String topic, MqttMessage message);
    }

    private enum State { OPENING, OPEN, CLOSED }

    private final LinkSettings settings;
    private final Link link;
    private final Receiver receiver;
    private final AtomicReference<State> state = new AtomicReference<>(State.OPENING);
    /** Counted down when the owner of the link knows this connection. */
    private final CountDownLatch ownerNotified = new CountDownLatch(1);
    private final PendingAcks pendingAcks = new PendingAcks();
    private TransportOptions options;
    private volatile MqttAsyncClient client;
    private volatile boolean sessionPresent;
    private volatile int receiveMaximum = PendingAcks.MAX;
    private volatile long maximumPacketSize = Long.MAX_VALUE;
    private volatile long lastReceived = System.nanoTime();

    Connection(LinkSettings settings, Link link, Receiver receiver) {
        this.settings = settings;
        this.link = link;
        this.receiver = receiver;
    }

    /** Begins to connect; calls {@link Link#opened} or {@link Link#failed} at the end. */
    void open() {
        try {
            options = settings.options();
            options.receiver(this::received);
            client = new MqttAsyncClient(TransportFactory.address(settings.nextAddress()), settings.clientId(),
                    new MemoryPersistence());
            client.setManualAcks(true);
            // Before connecting: a resumed session delivers at once, and Paho drops messages if it has no callback.
            client.setCallback(this);
            client.connect(options, null,
                    PahoCallback.listener(this::opened, e -> link.failed(this, ConnectFailure.of(e))));
        } catch (MqttException | RuntimeException e) {
            link.failed(this, ConnectFailure.of(e));
        }
    }

    private void opened(IMqttToken token) {
        sessionPresent = token.getSessionPresent();
        MqttProperties limits = token.getResponseProperties();
        if (limits != null && limits.getReceiveMaximum() != null) {
            receiveMaximum = Math.min(PendingAcks.MAX, limits.getReceiveMaximum());
        }
        if (limits != null && limits.getMaximumPacketSize() != null) {
            maximumPacketSize = limits.getMaximumPacketSize();
        }
        lastReceived = System.nanoTime();
        try {
            if (state.compareAndSet(State.OPENING, State.OPEN)) {
                link.opened(this);
            }
        } finally {
            ownerNotified.countDown();
        }
    }

    boolean isOpen() {
        return state.get() == State.OPEN;
    }

    /** Whether the broker has resumed the session of an earlier connection (MQTT 5 section 3.2.2.1.1). */
    boolean sessionPresent() {
        return sessionPresent;
    }

    /** How many messages may be in flight to the broker (MQTT 5 section 3.2.2.3.3). */
    int receiveMaximum() {
        return receiveMaximum;
    }

    /** The time at which it was opened or the last message came, as {@link System#nanoTime()}. */
    long lastReceived() {
        return lastReceived;
    }

    /** Handles a packet of the broker, on Paho's receiving thread; false if it is one for Paho. */
    private boolean received(Packet packet) throws IOException {
        if (packet.type() == Packet.PUBACK || packet.type() == Packet.SUBACK) {
            pendingAcks.acknowledged(packet.identifier(), packet.reasonCode());
            return true;
        }
        if (packet.type() != Packet.PUBLISH) {
            return false;
        }
        lastReceived = System.nanoTime();
        if (packet.qos() > 1) {
            return false;
        }
        awaitOwnerNotified();
        Packet.Publish publish = packet.publish();
        receiver.received(this, publish.topic(), publish.message());
        return true;
    }

    /** A resumed session delivers right after the CONNACK, which another thread of Paho reports. */
    private void awaitOwnerNotified() throws IOException {
        try {
            if (ownerNotified.getCount() > 0
                    && !ownerNotified.await(settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("a message came before the connection was accepted");
            }
        } catch (InterruptedException e) {
            throw new InterruptedIOException("closed before it was open");
        }
    }

    /** Subscribes; one of the two callbacks is called later, unless the connection is lost before. */
    void subscribe(String filter, int qos, Runnable granted, Consumer<ConnectFailure> refused) {
        try {
            options.send(Packet.subscribe(filter, qos, pendingAcks.register(code -> {
                if (ReasonCode.isFailure(code)) {
                    refused.accept(ConnectFailure.ofReasonCode(code));
                } else {
                    granted.run();
                }
            })));
        } catch (IOException | RuntimeException e) {
            refused.accept(ConnectFailure.of(e));
        }
    }

    /**
     * Publishes a message.
     *
     * @param acknowledged called with the broker's reason code, at QoS 1 and 2, unless the connection is lost before
     * @throws MqttException if the message cannot be sent, or Paho (QoS 2) cannot take it now
     * @throws IOException   if the connection has ended
     */
    void publish(String topic, MqttMessage message, IntConsumer acknowledged) throws MqttException, IOException {
        if (message.getQos() > 1) {
            requireFits(Packet.publish(topic, message, 1));
            client.publish(topic, message, null,
                    PahoCallback.listener(token -> acknowledged.accept(PahoCallback.reasonCode(token)), e -> { }));
            return;
        }
        int id = message.getQos() == 0 ? 0 : pendingAcks.register(acknowledged);
        try {
            byte[] packet = Packet.publish(topic, message, id);
            requireFits(packet);
            options.send(packet);
        } catch (IOException | MqttException e) {
            pendingAcks.forget(id);
            throw e;
        }
    }

    /** Paho does not check the broker's Maximum Packet Size (MQTT 5 section 3.2.2.3.6). */
    private void requireFits(byte[] packet) throws MqttException {
        if (packet.length > maximumPacketSize) {
            throw new MqttException(MqttReturnCode.RETURN_CODE_PACKET_TOO_LARGE);
        }
    }

    /** Waits until what was published has left this process, at most for this time. */
    void awaitSent(long nanos) {
        options.awaitSent(nanos);
    }

    /** Acknowledges a message of this connection if it is open. Paho itself acknowledges at QoS 2. */
    void acknowledge(MqttMessage message) {
        if (isOpen() && message.getQos() == 1) {
            trySend(Packet.acknowledge(message.getId()));
        }
    }

    /** Sends a DISCONNECT if it is open, and closes. Paho's own disconnect takes at least 100 ms. */
    void disconnect() {
        if (state.getAndSet(State.CLOSED) == State.OPEN) {
            trySend(Packet.disconnect());
        }
        close();
    }

    private void trySend(byte[] packet) {
        try {
            options.send(packet);
        } catch (IOException e) {
            // The connection has ended: the broker delivers again what was not acknowledged.
        }
    }

    /** Closes without a DISCONNECT. */
    void close() {
        state.set(State.CLOSED);
        ownerNotified.countDown();
        if (options != null) {
            options.cut();
        }
        if (client != null) {
            try {
                client.close(true);
            } catch (MqttException | RuntimeException e) {
                // Paho still connects or disconnects, and ends by itself without its socket.
            }
        }
    }

    /** Takes QoS 2 only: at QoS 0 it is the packet that {@link TransportInput} inserts. */
    @Override
    public void messageArrived(String topic, MqttMessage message) {
        if (message.getQos() > 1) {
            receiver.received(this, topic, message);
        }
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        link.failed(this, ConnectFailure.of(response));
    }
}
