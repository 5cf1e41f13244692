package campus.link.camel;

import campus.link.Delivery;
import campus.link.Link;
import campus.link.LinkException;
import campus.link.LinkSettings;
import campus.link.LinkState;
import campus.link.Subscription;
import campus.link.wire.ConnectFailure;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Message;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.SynchronizationAdapter;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.util.MqttTopicValidator;

/**
 * Subscribes, and passes the messages to the route one after the other, on a thread of its own. With
 * {@code manualAcksEnabled} a message is acknowledged when its exchange has completed, and an exchange that failed and
 * was not handled is repeated; without it, a message is acknowledged when its exchange has ended.
 */
final class LinkConsumer extends DefaultConsumer implements Suspendable {

    private static final long LAST_MILLIS = 500;

    private final LinkEndpoint endpoint;
    private final PahoMqtt5Configuration config;
    private Link link;
    private Subscription subscription;
    private LinkObservation observation;
    private Thread worker;

    LinkConsumer(LinkEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.config = endpoint.getConfiguration();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        endpoint.filters().forEach(filter -> MqttTopicValidator.validate(filter, true, true));
        LinkSettings settings = endpoint.settings(getRouteId());
        Link own = endpoint.getComponent().link(settings);
        Subscription wanted = new Subscription(settings, endpoint.filters(), config.getQos(), own);
        link = own;
        subscription = wanted;
        own.add(wanted);
        observation = new LinkObservation(endpoint.getCamelContext(), settings, this::status,
                () -> own.state().figures(wanted));
        worker = endpoint.getCamelContext().getExecutorServiceManager()
                .newThread("link " + getRouteId(), () -> handleAll(own, wanted));
        worker.start();
        own.start();
        if (settings.retry() != LinkSettings.Retry.ALWAYS) {
            // Else many consumers connect at the same time while Camel starts the next routes.
            Optional<ConnectFailure> failure = wanted.firstAnswer().get();
            if (failure.isPresent()) {
                leave();
                throw new LinkException("", failure.get(), null);
            }
        }
    }

    private LinkState.Status status() {
        LinkState.Status present = link.state().status();
        ConnectFailure refusal = subscription.refusal();
        return !present.up() || subscription.isGranted() ? present
                : new LinkState.Status(false, present.since(), refusal == null ? "not subscribed yet" : refusal.text());
    }

    private void handleAll(Link own, Subscription messages) {
        for (Delivery delivery = messages.take(); delivery != null; delivery = messages.take()) {
            handle(own, messages, delivery);
        }
    }

    private void handle(Link own, Subscription messages, Delivery delivery) {
        Exchange exchange = exchange(delivery.topic(), delivery.message());
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onComplete(Exchange completed) {
                own.handled(delivery);
            }

            @Override
            public void onFailure(Exchange failed) {
                if (config.isManualAcksEnabled() && (isSuspendingOrSuspended() || isStoppingOrStopped())) {
                    messages.leave(delivery);
                    return;
                }
                getExceptionHandler().handleException("message on " + delivery.topic() + " not handled", failed,
                        failed.getException());
                if (config.isManualAcksEnabled()) {
                    CompletableFuture.delayedExecutor(own.settings().redeliveryDelay().toMillis(),
                            TimeUnit.MILLISECONDS).execute(() -> messages.put(delivery));
                } else {
                    own.handled(delivery);
                }
            }
        });
        getAsyncProcessor().process(exchange, doneSync -> { });
    }

    private Exchange exchange(String topic, MqttMessage message) {
        Exchange exchange = createExchange(false);
        PahoMqtt5Message in = new PahoMqtt5Message(exchange.getContext(), message);
        in.setBody(message.getPayload());
        in.setHeader(PahoMqtt5Constants.MQTT_TOPIC, topic);
        in.setHeader(PahoMqtt5Constants.MQTT_QOS, message.getQos());
        in.setHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_PROPERTIES,
                message.getProperties() == null ? new MqttProperties() : message.getProperties());
        exchange.setIn(in);
        return exchange;
    }

    /** Camel suspends a consumer, waits for its exchanges in flight, and then stops it. */
    @Override
    protected void doSuspend() {
        subscription.suspend(true);
    }

    @Override
    protected void doResume() {
        subscription.suspend(false);
    }

    @Override
    protected void doStop() throws Exception {
        leave();
        super.doStop();
    }

    private void leave() throws Exception {
        if (link != null) {
            observation.close();
            subscription.close();
            if (Thread.currentThread() != worker) {
                // Camel waits for the end of the route, but not for the acknowledgement that follows it.
                worker.join(LAST_MILLIS);
            }
            link.remove(subscription);
            endpoint.getComponent().release(link);
            link = null;
        }
    }
}
