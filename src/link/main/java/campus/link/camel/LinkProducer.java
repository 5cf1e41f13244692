package campus.link.camel;

import campus.link.Link;
import campus.link.LinkException;
import campus.link.LinkSettings;
import campus.link.wire.ConnectFailure;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.apache.camel.support.DefaultAsyncProducer;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.util.MqttTopicValidator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the body of each exchange. At QoS 1 and 2 the exchange completes when the broker has acknowledged its
 * message; the next exchange does not wait for that.
 */
final class LinkProducer extends DefaultAsyncProducer {

    private static final Logger LOG = LoggerFactory.getLogger(LinkProducer.class);
    private static final long FIRST_ATTEMPT_MILLIS = 1000;
    private static final long DRAIN_MILLIS = 5000;
    private static final long STEP_MILLIS = 100;

    private final LinkEndpoint endpoint;
    private final PahoMqtt5Configuration config;
    private volatile Link link;
    private LinkObservation observation;
    private int pending;

    LinkProducer(LinkEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
        this.config = endpoint.getConfiguration();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        LinkSettings settings = endpoint.settings("to " + endpoint.getTopic());
        Link own = endpoint.getComponent().link(settings);
        link = own;
        observation = new LinkObservation(endpoint.getCamelContext(), settings, () -> own.state().status(),
                () -> own.state().figures(null));
        boolean mayWait = settings.retry() != LinkSettings.Retry.ALWAYS;
        try {
            // If there is a broker, the route so begins with a connection.
            Optional<ConnectFailure> failure = mayWait ? own.start().get()
                    : own.start().get(FIRST_ATTEMPT_MILLIS, TimeUnit.MILLISECONDS);
            if (mayWait && failure.isPresent()) {
                leave();
                throw new LinkException("", failure.get(), null);
            }
        } catch (TimeoutException e) {
            LOG.debug("{}: the attempts go on while the route starts", settings.name());
        }
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        String to;
        MqttMessage message;
        Link present = link;
        try {
            if (present == null) {
                throw new IllegalStateException("stopped");
            }
            Message in = exchange.getIn();
            to = in.getHeader(PahoMqtt5Constants.CAMEL_PAHO_OVERRIDE_TOPIC, endpoint.getTopic(), String.class);
            message = message(in);
            MqttTopicValidator.validate(to, false, true);
        } catch (RuntimeException e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
        boolean sync = message.getQos() == 0;
        count(1);
        present.publish(this, to, message, failure -> {
            if (failure != null) {
                exchange.setException(failure);
            }
            count(-1);
            callback.done(sync);
        });
        return sync;
    }

    private synchronized void count(int more) {
        pending += more;
        if (pending == 0) {
            notifyAll();
        }
    }

    private MqttMessage message(Message in) {
        byte[] payload = in.getBody(byte[].class);
        int qos = in.getHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_QOS, config.getQos(), Integer.class);
        if (qos < 0 || qos > 2) {
            throw LinkProperties.unusable("qos", String.valueOf(qos), "0, 1 or 2");
        }
        return new MqttMessage(payload == null ? new byte[0] : payload, qos,
                in.getHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_RETAINED, config.isRetained(), Boolean.class),
                in.getHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_PROPERTIES, MqttProperties.class));
    }

    /**
     * Waits until the broker has acknowledged every message, and those of QoS 0 have left; returns how many it has not
     * acknowledged.
     */
    private synchronized int drain() throws ExecutionException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DRAIN_MILLIS);
        try {
            while ((pending > 0 || !link.isSent().get()) && System.nanoTime() - end < 0
                    && link.state().status().up()) {
                wait(pending > 0 ? STEP_MILLIS : 1);
            }
        } catch (InterruptedException e) {
            // Camel's time for the stop is over.
            Thread.currentThread().interrupt();
        }
        return pending;
    }

    @Override
    protected void doStop() throws Exception {
        if (link != null) {
            int rest = drain();
            if (rest > 0) {
                LOG.warn("{}: stopped; {} messages were not delivered to {}", "to " + endpoint.getTopic(), rest,
                        link.settings().address());
                link.fail(this);
            }
            leave();
        }
        super.doStop();
    }

    private void leave() throws Exception {
        observation.close();
        endpoint.getComponent().release(link);
        link = null;
    }
}
