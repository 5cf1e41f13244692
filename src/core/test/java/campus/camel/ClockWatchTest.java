package campus.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import campus.testkit.ManualClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClockWatchTest {

    private final ManualClock clock = new ManualClock();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
    private final ClockWatch watch = new ClockWatch(clock, nanos::get);
    private DefaultCamelContext camel;
    private final AtomicInteger ticks = new AtomicInteger();

    /** A timer that ticks at its start, and in an hour. */
    @BeforeEach
    void start() throws Exception {
        camel = new DefaultCamelContext();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("timer:hourly?delay=0&period=3600000").routeId("hourly").process(tick -> ticks.incrementAndGet());
                from("timer:never?delay=0&period=3600000").routeId("never").autoStartup(false)
                    .process(tick -> ticks.incrementAndGet());
            }
        });
        camel.start();
        awaitTicks(1);
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void timersStartAnewWhenTheClockWasSetBack() throws Exception {
        pass(Duration.ofSeconds(1), Duration.ofHours(-1));
        awaitTicks(2);
    }

    @Test
    void timersGoOnWhenTheClockRunsOrIsSetForward() throws Exception {
        pass(Duration.ofSeconds(1), Duration.ofSeconds(1));
        pass(Duration.ofSeconds(1), Duration.ofMillis(900));
        pass(Duration.ofSeconds(1), Duration.ofHours(1));
        pass(Duration.ofSeconds(1), Duration.ofSeconds(1));
        assertThat(ticks).hasValue(1);
        // Had they started anew, there would be more now.
        pass(Duration.ofSeconds(1), Duration.ofMinutes(-1));
        awaitTicks(2);
    }

    private void awaitTicks(int count) {
        await().untilAsserted(() -> assertThat(ticks).hasValue(count));
    }

    private void pass(Duration real, Duration shown) throws Exception {
        nanos.addAndGet(real.toNanos());
        clock.advance(shown);
        watch.restartTimers(camel);
    }
}
