package campus.kafka;

import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.spi.ContextServicePlugin;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * Gives Camel's component {@code kafka} the defaults of a sink that is waited for, in each Camel runtime that has this
 * jar. Options of the component and of an endpoint win over them. Camel makes one for each context.
 */
public final class KafkaPlugin extends LifecycleStrategySupport implements ContextServicePlugin {

    /** For a first connection, at each attempt: the route tries again. */
    private static final int MAX_BLOCK_MILLIS = 3000;
    /** Less than {@code camel.main.shutdown-timeout}: what Kafka has not taken by then stays with the MQTT broker. */
    private static final int STOP_MILLIS = 2000;

    private final WaitingProducers producers = new WaitingProducers();

    @Override
    public void load(CamelContext context) {
        context.addLifecycleStrategy(this);
    }

    @Override
    public void onComponentAdd(String name, Component component) {
        if (component instanceof KafkaComponent kafka) {
            kafka.setKafkaClientFactory(producers);
            // A name that cannot be resolved yet fails the first message, which waits, and not the start.
            kafka.setLazyStartProducer(true);
            kafka.getConfiguration().setMaxBlockMs(MAX_BLOCK_MILLIS);
            // The producer sends again by itself, in order and without a second copy; to fail would undo both.
            kafka.getConfiguration().setDeliveryTimeoutMs(Integer.MAX_VALUE);
        }
    }

    @Override
    public void onContextStopping(CamelContext stopping) {
        if (!producers.isEmpty()) {
            stopping.getExecutorServiceManager().newSingleThreadScheduledExecutor(producers, "KafkaStop")
                    .schedule(producers::giveUp, STOP_MILLIS, TimeUnit.MILLISECONDS);
        }
    }
}
