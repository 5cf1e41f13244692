package campus.broker.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StockTest {

    private static final long BUDGET = 100_000_000;

    @Test
    void aLevelIsFullByWhatItHoldsItself() {
        assertThat(Stock.isFull(BUDGET, BUDGET, BUDGET)).isFalse();
        assertThat(Stock.isFull(BUDGET + 1, BUDGET + 1, BUDGET)).isTrue();
    }

    @Test
    void aLevelThatHoldsLittleStaysOpenWhileOthersHoldTooMuch() {
        assertThat(Stock.isFull(BUDGET / 2, BUDGET * 3, BUDGET)).isTrue();
        assertThat(Stock.isFull(1_000_000, BUDGET * 3, BUDGET)).isFalse();
        assertThat(Stock.isFull(0, BUDGET * 3, BUDGET)).isFalse();
    }
}
