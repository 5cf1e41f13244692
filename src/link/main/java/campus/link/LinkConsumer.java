package campus.link;

import campus.link.wire.ConnectFailure;
import java.util.concurrent.ScheduledExecutorService;
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

/**
 * Subscribes, and passes the messages to the route one after the other, on a thread of its own. With
 * {@code manualAcksEnabled} a message is acknowledged when its exchange has completed, and an exchange that failed and
 * was not handled is repeated; without it, a message is acknowledged when its exchange has ended.
 */
final class LinkConsumer extends DefaultConsumer implements Suspendable, Link.Owner {

    private final PahoMqtt5Configuration config;
    private final String filter;
    private final ScheduledExecutorService scheduler;
    private Inbox inbox;
    private Link link;
    private LinkHealthCheck health;

    LinkConsumer(LinkEndpoint endpoint, Processor processor, ScheduledExecutorService scheduler) {
        super(endpoint, processor);
        this.config = endpoint.getConfiguration();
        this.filter = endpoint.getTopic();
        this.scheduler = scheduler;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        LinkSettings settings = ((LinkEndpoint) getEndpoint()).settings(getRouteId());
        Inbox received = new Inbox(config.getReceiveMaximum(), settings.keepAlive());
        inbox = received;
        link = new Link(settings, scheduler, this, received::put);
        health = LinkHealthCheck.register(getEndpoint().getCamelContext(), link);
        getEndpoint().getCamelContext().getExecutorServiceManager()
                .newThread("link " + getRouteId(), () -> handleAll(received)).start();
        if (settings.reconnect()) {
            // Many consumers connect at the same time while Camel starts the next routes.
            link.start();
        } else {
            link.startAndWait();
        }
    }

    @Override
    public void connected(Connection connection) {
        inbox.reconnected(connection);
        connection.subscribe(filter, config.getQos(), () -> {
            inbox.subscribed(connection);
            link.ready(connection);
        }, failure -> link.failed(connection, named(failure)));
    }

    /** A refusal with the user and the topic filter. */
    private ConnectFailure named(ConnectFailure failure) {
        if (failure.kind() != ConnectFailure.Kind.REFUSED) {
            return failure;
        }
        return new ConnectFailure(ConnectFailure.Kind.SUBSCRIPTION_REFUSED, link.settings().user()
                + " may not subscribe to " + filter + " on " + link.settings().address() + ": " + failure.text());
    }

    @Override
    public void lost(Connection connection) {
        // The route finishes the messages that it has; the broker repeats what was not acknowledged.
    }

    private void handleAll(Inbox received) {
        for (Inbox.Delivery delivery = received.take(); delivery != null; delivery = received.take()) {
            handle(received, delivery);
        }
    }

    private void handle(Inbox received, Inbox.Delivery delivery) {
        Exchange exchange = exchange(delivery.topic(), delivery.message());
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onComplete(Exchange completed) {
                received.handled(delivery);
            }

            @Override
            public void onFailure(Exchange failed) {
                if (config.isManualAcksEnabled() && (isSuspendingOrSuspended() || isStoppingOrStopped())) {
                    // The route stops: the broker keeps the message for the next start.
                    return;
                }
                getExceptionHandler().handleException("message on " + delivery.topic() + " not handled", failed,
                        failed.getException());
                if (config.isManualAcksEnabled()) {
                    scheduler.schedule(() -> received.redeliver(delivery),
                            link.settings().redeliveryDelay().toMillis(), TimeUnit.MILLISECONDS);
                } else {
                    received.handled(delivery);
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
        inbox.suspend(true);
    }

    @Override
    protected void doResume() {
        inbox.suspend(false);
    }

    @Override
    protected void doStop() throws Exception {
        if (link != null) {
            LinkHealthCheck.unregister(getEndpoint().getCamelContext(), health);
            inbox.close();
            link.stop();
        }
        super.doStop();
    }
}
