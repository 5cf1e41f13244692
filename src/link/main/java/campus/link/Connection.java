package campus.link;

import campus.link.wire.ConnectFailure;
import campus.link.wire.Packet;
import campus.link.wire.PendingAcks;
import campus.link.wire.TransportFactory;
import campus.link.wire.TransportInput;
import campus.link.wire.TransportOptions;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.MqttReturnCode;
import org.eclipse.paho.mqttv5.common.util.MqttTopicValidator;

/**
 * One connection to the broker: a Paho client that is used once. It connects, pings and speaks QoS 2;
 * publishing at QoS 0 and 1, subscribing, what answers them and the goodbye go past it, {@link Packet} by packet.
 */
final class Connection implements MqttCallback {

    /** Takes the messages of a connection; must not block for long, as it holds up all that the broker sends. */
    @FunctionalInterface
    interface Receiver {

        void received(Connection connection, String topic, MqttMessage message);
    }

    private enum State {
        OPENING, OPEN, CLOSED
    }

    private final LinkSettings settings;
    private final Link link;
    private final Receiver receiver;
    private final AtomicReference<State> state = new AtomicReference<>(State.OPENING);
    /** Counted down when the owner knows of this connection. */
    private final CountDownLatch known = new CountDownLatch(1);
    private final PendingAcks answers = new PendingAcks();
    private TransportOptions options;
    private volatile MqttAsyncClient client;
    private volatile boolean sessionPresent;
    private volatile int sendWindow = PendingAcks.MAX;
    private volatile long maximumPacketSize = Long.MAX_VALUE;
    private volatile long lastHeard = System.nanoTime();

    Connection(LinkSettings settings, Link link, Receiver receiver) {
        this.settings = settings;
        this.link = link;
        this.receiver = receiver;
    }

    /** Begins to connect; the link hears how it ends. */
    void open() {
        try {
            options = settings.options();
            options.receiver(this::received);
            client = new MqttAsyncClient(TransportFactory.address(settings.nextAddress()), settings.clientId(),
                    new MemoryPersistence());
            client.setManualAcks(true);
            // Before connecting: a resumed session delivers its messages at once, and without a callback they are lost.
            client.setCallback(this);
            client.connect(options, null, listener(this::opened, e -> link.failed(this, ConnectFailure.of(e))));
        } catch (MqttException | RuntimeException e) {
            link.failed(this, ConnectFailure.of(e));
        }
    }

    private void opened(IMqttToken token) {
        sessionPresent = token.getSessionPresent();
        MqttProperties limits = token.getResponseProperties();
        if (limits != null && limits.getReceiveMaximum() != null) {
            sendWindow = Math.min(PendingAcks.MAX, limits.getReceiveMaximum());
        }
        if (limits != null && limits.getMaximumPacketSize() != null) {
            maximumPacketSize = limits.getMaximumPacketSize();
        }
        lastHeard = System.nanoTime();
        try {
            if (state.compareAndSet(State.OPENING, State.OPEN)) {
                link.opened(this);
            }
        } finally {
            known.countDown();
        }
    }

    boolean isOpen() {
        return state.get() == State.OPEN;
    }

    /** Whether the broker had kept the session of an earlier connection (MQTT 5 section 3.2.2.1.1). */
    boolean sessionPresent() {
        return sessionPresent;
    }

    /** How many messages may be on their way to the broker without its acknowledgement. */
    int sendWindow() {
        return sendWindow;
    }

    /** When it was opened or the last message came, as {@link System#nanoTime()}. */
    long lastHeard() {
        return lastHeard;
    }

    /** A packet of the broker, on Paho's receiving thread; true where it is not for Paho. */
    private boolean received(Packet packet) throws IOException {
        switch (packet.type()) {
            case Packet.PUBLISH -> {
                lastHeard = System.nanoTime();
                if (packet.qos() > 1) {
                    return false;
                }
                awaitKnown();
                Packet.Publish publish = packet.publish();
                receiver.received(this, publish.topic(), publish.message());
                return true;
            }
            case Packet.PUBACK, Packet.SUBACK -> {
                answers.answered(packet.identifier(), packet.reasonCode());
                return true;
            }
            default -> {
                return false;
            }
        }
    }

    /** A resumed session delivers its messages right behind the CONNACK, which another thread of Paho's reports. */
    private void awaitKnown() throws IOException {
        try {
            if (known.getCount() > 0 && !known.await(settings.patience().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("a message came before the connection was accepted");
            }
        } catch (InterruptedException e) {
            throw new InterruptedIOException("closed before it was open");
        }
    }

    /** Subscribes; exactly one of the two is called later, unless the connection is lost before. */
    void subscribe(String filter, int qos, Runnable granted, Consumer<ConnectFailure> refused) {
        try {
            MqttTopicValidator.validate(filter, true, true);
            options.send(Packet.subscribe(filter, qos, answers.await(code -> {
                if (code < 0x80) {
                    granted.run();
                } else {
                    refused.accept(ConnectFailure.ofReasonCode(code));
                }
            })));
        } catch (IOException | RuntimeException e) {
            refused.accept(ConnectFailure.of(e));
        }
    }

    /**
     * Publishes.
     *
     * @param acknowledged is told the broker's reason code, at QoS 1 and 2, unless the connection is lost before
     * @throws MqttException where the message cannot be sent, or Paho (QoS 2) cannot take it now
     * @throws IOException where the connection has ended
     */
    void publish(String topic, MqttMessage message, IntConsumer acknowledged) throws MqttException, IOException {
        if (message.getQos() > 1) {
            requireFits(Packet.publish(topic, message, 1));
            client.publish(topic, message, null, listener(token -> acknowledged.accept(code(token)), failure -> { }));
            return;
        }
        int id = message.getQos() == 0 ? 0 : answers.await(acknowledged);
        try {
            byte[] packet = Packet.publish(topic, message, id);
            requireFits(packet);
            options.send(packet);
        } catch (IOException | MqttException e) {
            answers.forget(id);
            throw e;
        }
    }

    /** Whether the broker takes a packet of this size; Paho does not look at that (MQTT 5 section 3.2.2.3.6). */
    private void requireFits(byte[] packet) throws MqttException {
        if (packet.length > maximumPacketSize) {
            throw new MqttException(MqttReturnCode.RETURN_CODE_PACKET_TOO_LARGE);
        }
    }

    private static int code(IMqttToken token) {
        return token.getReasonCodes() == null || token.getReasonCodes().length == 0 ? 0 : token.getReasonCodes()[0];
    }

    /** Waits until what was published has left this process, no longer than that. */
    void awaitSent(long nanos) {
        options.awaitSent(nanos);
    }

    /** Acknowledges a message of this connection; without effect once it is closed. Paho itself answers for QoS 2. */
    void acknowledge(MqttMessage message) {
        if (isOpen() && message.getQos() == 1) {
            try {
                options.send(Packet.acknowledge(message.getId()));
            } catch (IOException e) {
                // The connection is ending: the broker delivers the message again.
            }
        }
    }

    /** Says goodbye to the broker, and closes. Not by Paho, which sleeps for a tenth of a second over it. */
    void disconnect() {
        if (state.getAndSet(State.CLOSED) == State.OPEN) {
            try {
                options.send(Packet.disconnect());
            } catch (IOException e) {
                // it is gone already
            }
        }
        dispose();
    }

    /** Closes at once, without a word. */
    void close() {
        state.set(State.CLOSED);
        dispose();
    }

    private void dispose() {
        known.countDown();
        if (options != null) {
            options.cut();
        }
        MqttAsyncClient used = client;
        if (used != null) {
            try {
                used.close(true);
            } catch (MqttException | RuntimeException e) {
                // Still connecting or disconnecting: without its socket it comes to its own end.
            }
        }
    }

    /** Of QoS 2 only: a sign of life ({@link TransportInput}) is nobody's message. */
    @Override
    public void messageArrived(String topic, MqttMessage message) {
        if (message.getQos() > 1) {
            receiver.received(this, topic, message);
        }
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        Throwable cause = response.getException();
        ConnectFailure trouble = response.getReturnCode() >= 0x80
                ? ConnectFailure.ofReasonCode(response.getReturnCode())
                : ConnectFailure.of(cause == null ? new EOFException() : cause);
        link.failed(this, trouble);
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {
        // Paho tells the same again as the end of the connection, where it is one.
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
        // each publish has a listener of its own
    }

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {
        // the connect call has a listener of its own
    }

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {
        // enhanced authentication is not offered
    }

    private static MqttActionListener listener(Consumer<IMqttToken> success, Consumer<Throwable> failure) {
        return new MqttActionListener() {
            @Override
            public void onSuccess(IMqttToken token) {
                success.accept(token);
            }

            @Override
            public void onFailure(IMqttToken token, Throwable exception) {
                failure.accept(exception);
            }
        };
    }
}
