package campus.broker.limits;

import static org.assertj.core.api.Assertions.assertThat;

import campus.broker.client.Client;
import campus.mqtt.TopicFilter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetainedTopicsTest {

    private static final long SECOND = 1_000_000_000L;

    private final List<String> dropped = new ArrayList<>();
    private long now;

    @Test
    void whatIsLeftOfADeletedMessageIsDroppedThoughThereIsRoom() {
        RetainedTopics topics = new RetainedTopics(LimitsFile.limits(), topic -> {
            dropped.add(topic);
            return false;
        }, () -> now);
        topics.put(new Client(null, "a", 5, false), "salon/x", 0, false);
        topics.clean();
        assertThat(dropped).as("it may still come").isEmpty();
        now += 6 * SECOND;
        topics.clean();
        topics.clean();
        assertThat(dropped).containsExactly("salon/x");
    }

    @Test
    void everybodyMayDeleteHoweverManyTopicsThereAre() {
        RetainedTopics topics = new RetainedTopics(LimitsFile.limits(), topic -> false, () -> now);
        int most = LimitsFile.limits().retained().perUser();
        Client writer = new Client("ana", "a", 5, false);
        for (int i = 0; i < most; i++) {
            assertThat(topics.put(writer, "salon/" + i, 1, false)).isTrue();
        }
        assertThat(topics.put(writer, "salon/more", 1, false)).isFalse();
        Client cleaner = new Client(null, "c", 5, false);
        assertThat(topics.put(cleaner, "salon/own", 1, false)).isTrue();
        for (int i = 0; i < most; i++) {
            assertThat(topics.put(cleaner, "salon/" + i, 0, false)).as("topic " + i).isTrue();
        }
        assertThat(topics.put(writer, "salon/more", 1, false)).as("what is left of them counts for a moment").isFalse();
        now += 6 * SECOND;
        assertThat(topics.put(writer, "salon/more", 1, false)).isTrue();
    }

    @Test
    void tellsWhatANewSubscriberWouldGet() {
        RetainedTopics topics = new RetainedTopics(LimitsFile.limits(), topic -> true, () -> now);
        Client writer = new Client("ana", "a", 5, false);
        topics.put(writer, "salon/1", 1_000_000, false);
        topics.put(writer, "aula/1", 2_000_000, false);
        assertThat(topics.copies(TopicFilter.of("salon/+"))).isBetween(1_000_000L, 1_010_000L);
        assertThat(topics.copies(TopicFilter.of("#"))).isBetween(3_000_000L, 3_010_000L);
        assertThat(topics.copies(TopicFilter.of("salon/2"))).isZero();
    }

    /** 0: it will delete the message. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aWillMakesNoRoomBeforeItIsPublished(int bytes) {
        RetainedTopics topics = new RetainedTopics(LimitsFile.limits(), topic -> true, () -> now);
        Client writer = new Client("ana", "a", 5, false);
        int most = LimitsFile.limits().retained().bytesPerUser();
        assertThat(topics.put(writer, "salon/x", most, false)).isTrue();
        assertThat(topics.put(writer, "salon/x", bytes, true)).isTrue();
        assertThat(topics.put(writer, "salon/y", 1, false)).isFalse();
    }
}
