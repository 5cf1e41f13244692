package campus.kafka;

import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.NetworkException;

/** Makes Kafka's clients for the component, and ends the producers that would hold up the stop. */
final class WaitingProducers extends DefaultKafkaClientFactory {

    private final List<WaitingProducer<?, ?>> producers = new CopyOnWriteArrayList<>();

    /**
     * A producer.
     *
     * @throws NetworkException if no host name of the brokers can be resolved, which may change
     */
    @Override
    @SuppressWarnings("rawtypes")
    public Producer getProducer(Properties properties) {
        try {
            WaitingProducer<Object, Object> producer = new WaitingProducer<>(properties);
            producers.add(producer);
            return producer;
        } catch (KafkaException e) {
            // Kafka calls this, and nothing else of its configuration, by this text.
            if (e.getCause() != null && String.valueOf(e.getCause().getMessage()).contains("No resolvable bootstrap")) {
                throw new NetworkException(e.getCause().getMessage(), e);
            }
            throw e;
        }
    }

    boolean isEmpty() {
        return producers.isEmpty();
    }

    /** Ends all producers at once; the records that Kafka has not taken fail. */
    void giveUp() {
        producers.forEach(WaitingProducer::giveUp);
    }
}
