package campus.link;

import java.io.EOFException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.MqttPublish;

/** One connection to the broker: a Paho client that is used once. No method waits for the network. */
final class Connection implements MqttCallback {

    /** Takes the messages of a connection; must not block for long, as it holds up all that the broker sends. */
    @FunctionalInterface
    interface Receiver {

        void received(Connection connection, String topic, MqttMessage message);
    }

    private enum State {
        OPENING, OPEN, CLOSED
    }

    private static final long DISCONNECT_MILLIS = 200;
    private static final int MAX_WINDOW = 65_535;

    private final LinkSettings settings;
    private final Link link;
    private final Receiver receiver;
    private final AtomicReference<State> state = new AtomicReference<>(State.OPENING);
    private LinkOptions options;
    private volatile MqttAsyncClient client;
    private volatile boolean sessionPresent;
    private volatile int sendWindow = MAX_WINDOW;
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
            client = new MqttAsyncClient(WireFactory.address(settings.nextAddress()), settings.clientId(),
                    new MemoryPersistence());
            client.setManualAcks(true);
            // Before connecting: a resumed session delivers its messages at once, and without a callback they are lost.
            client.setCallback(this);
            client.connect(options, null, listener(this::opened, e -> link.failed(this, Trouble.of(e))));
        } catch (MqttException | RuntimeException e) {
            link.failed(this, Trouble.of(e));
        }
    }

    private void opened(IMqttToken token) {
        sessionPresent = token.getSessionPresent();
        MqttProperties limits = token.getResponseProperties();
        if (limits != null && limits.getReceiveMaximum() != null) {
            sendWindow = limits.getReceiveMaximum();
        }
        if (limits != null && limits.getMaximumPacketSize() != null) {
            maximumPacketSize = limits.getMaximumPacketSize();
        }
        lastHeard = System.nanoTime();
        if (state.compareAndSet(State.OPENING, State.OPEN)) {
            link.opened(this);
        }
    }

    boolean isOpen() {
        return state.get() == State.OPEN;
    }

    /** Whether the broker takes a message of this size; Paho does not look at that. */
    boolean accepts(String topic, MqttMessage message) throws MqttException {
        if (maximumPacketSize == Long.MAX_VALUE) {
            return true;
        }
        MqttPublish packet = new MqttPublish(topic, message, message.getProperties());
        packet.setMessageId(1);
        return packet.getHeader().length + packet.getPayload().length <= maximumPacketSize;
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

    /** Subscribes; exactly one of the two is called later. */
    void subscribe(String filter, int qos, Runnable granted, Consumer<Trouble> refused) {
        try {
            client.subscribe(filter, qos, null, listener(token -> {
                int code = token.getReasonCodes() == null ? 0 : token.getReasonCodes()[0];
                if (code < 0x80) {
                    granted.run();
                } else {
                    refused.accept(Trouble.ofReasonCode(code));
                }
            }, e -> refused.accept(Trouble.of(e))));
        } catch (MqttException | RuntimeException e) {
            refused.accept(Trouble.of(e));
        }
    }

    /**
     * Publishes; exactly one of the two is called later.
     *
     * @throws MqttException where Paho cannot take the message now
     */
    void publish(String topic, MqttMessage message, Consumer<IMqttToken> sent, Consumer<Throwable> failed)
            throws MqttException {
        client.publish(topic, message, null, listener(sent, failed));
    }

    /** Acknowledges a message of this connection; without effect once it is closed. Paho itself answers for QoS 2. */
    void acknowledge(MqttMessage message) {
        if (isOpen() && message.getQos() == 1) {
            try {
                client.messageArrivedComplete(message.getId(), message.getQos());
            } catch (MqttException e) {
                // The connection is ending: the broker delivers the message again.
            }
        }
    }

    /** Says goodbye to the broker, and closes. */
    void disconnect() {
        if (state.getAndSet(State.CLOSED) == State.OPEN) {
            try {
                client.disconnect(0).waitForCompletion(DISCONNECT_MILLIS);
            } catch (MqttException e) {
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

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        lastHeard = System.nanoTime();
        receiver.received(this, topic, message);
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        Throwable cause = response.getException();
        Trouble trouble = response.getReturnCode() >= 0x80
                ? Trouble.ofReasonCode(response.getReturnCode())
                : Trouble.of(cause == null ? new EOFException() : cause);
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
