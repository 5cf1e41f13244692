package campus.broker.limits;

import static org.assertj.core.api.Assertions.assertThat;

import campus.broker.client.Client;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetainedTopicsTest {

    private static final long SECOND = 1_000_000_000L;

    private final List<String> dropped = new ArrayList<>();
    private long now;

    @Test
    void whatIsLeftOfADeletedMessageIsDroppedThoughThereIsRoom() {
        RetainedTopics topics = new RetainedTopics(Limits.defaults(), topic -> true, topic -> {
            dropped.add(topic);
            return false;
        }, () -> now);
        topics.put(new Client(null, "a", 5, false), "salon/x", 0, false);
        topics.clean();
        assertThat(dropped).as("it may still come").isEmpty();
        now += 2 * SECOND;
        topics.clean();
        topics.clean();
        assertThat(dropped).containsExactly("salon/x");
    }
}
