package campus.broker.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StoredMessagesTest {

    private static final long BUDGET = 100_000_000;

    @Test
    void aLevelIsFullByWhatItHoldsItself() {
        assertThat(StoredMessages.isFull(BUDGET, BUDGET, BUDGET)).isFalse();
        assertThat(StoredMessages.isFull(BUDGET + 1, BUDGET + 1, BUDGET)).isTrue();
    }

    @Test
    void aLevelThatHoldsLittleStaysOpenWhileOthersHoldTooMuch() {
        assertThat(StoredMessages.isFull(BUDGET / 2, BUDGET * 3, BUDGET)).isTrue();
        assertThat(StoredMessages.isFull(1_000_000, BUDGET * 3, BUDGET)).isFalse();
        assertThat(StoredMessages.isFull(0, BUDGET * 3, BUDGET)).isFalse();
    }
}
