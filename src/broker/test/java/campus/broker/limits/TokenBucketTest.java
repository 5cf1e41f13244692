package campus.broker.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TokenBucketTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /** A client that connects anew for each burst gains nothing. */
    @Test
    void atFirstSoManyASecond() {
        TokenBucket bucket = new TokenBucket(20, 100, 0);
        for (int i = 0; i < 20; i++) {
            assertThat(bucket.take(0, 0)).isZero();
        }
        assertThat(bucket.take(0, 0)).isEqualTo(SECOND / 20);
        assertThat(bucket.take(0, SECOND / 20)).isZero();
        assertThat(bucket.take(0, SECOND / 20)).isPositive();
    }

    @Test
    void afterAPauseABurstPassesAndNoMore() {
        TokenBucket bucket = new TokenBucket(20, 100, 0);
        long later = 1000 * SECOND;
        for (int i = 0; i < 100; i++) {
            assertThat(bucket.take(0, later)).isZero();
        }
        assertThat(bucket.take(0, later)).isPositive();
    }

    @Test
    void aLargePublicationCountsAsSeveralAndPassesInTheEnd() {
        TokenBucket bucket = new TokenBucket(20, 10, 0);
        assertThat(bucket.take(2 * 1024 * 1024, 0)).as("a full bucket is enough for any").isZero();
        assertThat(bucket.take(16 * 1024, 0)).isEqualTo(SECOND / 10);
    }
}
