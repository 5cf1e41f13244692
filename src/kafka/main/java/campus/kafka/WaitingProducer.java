package campus.kafka;

import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.DisconnectException;

/**
 * Kafka's producer, which a stop ends although records wait for a Kafka that is away. These fail as those that a lost
 * connection fails, with an exception that Kafka calls retriable: nobody takes them for handled.
 */
final class WaitingProducer<K, V> extends KafkaProducer<K, V> {

    /** For what remains to be told to Kafka; the records of a route have an end before it stops. */
    private static final Duration CLOSE = Duration.ofSeconds(1);

    private volatile boolean givenUp;

    /** @param properties those of Kafka's producer */
    WaitingProducer(Properties properties) {
        super(properties);
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<K, V> message, Callback callback) {
        try {
            return super.send(message, (metadata, failure) -> callback.onCompletion(metadata,
                    failure != null && givenUp ? stopped(failure) : failure));
        } catch (RuntimeException e) {
            throw givenUp ? stopped(e) : e;
        }
    }

    private static DisconnectException stopped(Exception cause) {
        return new DisconnectException("the program stops, and Kafka is away", cause);
    }

    /** Fails the records that Kafka has not acknowledged, and each further one. */
    void giveUp() {
        givenUp = true;
        close(Duration.ZERO);
    }

    /** Kafka's own waits until it has all records, however long that takes. */
    @Override
    public void close() {
        close(CLOSE);
    }
}
