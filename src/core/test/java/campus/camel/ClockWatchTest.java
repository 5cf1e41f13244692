package campus.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import campus.testkit.ManualClock;
import java.time.Duration;
import java.util.List;
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
    private final ClockWatch watch = new ClockWatch(clock, nanos::get, List.of("hourly", "never"));
    private DefaultCamelContext camel;
    private final AtomicInteger ticks = new AtomicInteger();
    private final AtomicInteger others = new AtomicInteger();

    /**
     * Timers that tick when they start, and in an hour. Not at once: a consumer of Camel that is still starting drops
     * its tick, and the timer's thread may be that quick.
     */
    @BeforeEach
    void start() throws Exception {
        camel = new DefaultCamelContext();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("timer:hourly?delay=200&period=3600000").routeId("hourly")
                    .process(tick -> ticks.incrementAndGet());
                from("timer:never?delay=200&period=3600000").routeId("never").autoStartup(false)
                    .process(tick -> ticks.incrementAndGet());
                from("timer:other?delay=200&period=3600000").routeId("other")
                    .process(tick -> others.incrementAndGet());
            }
        });
        camel.start();
        awaitTicks(1);
        await().untilAsserted(() -> assertThat(others).hasValue(1));
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

    /** In a host, the timers of other routes are not ours to start anew. */
    @Test
    void otherTimersGoOnWhenTheClockWasSetBack() throws Exception {
        pass(Duration.ofSeconds(1), Duration.ofHours(-1));
        awaitTicks(2);
        await().during(Duration.ofMillis(400)).untilAsserted(() -> assertThat(others).hasValue(1));
    }

    @Test
    void timersGoOnWhenTheClockRunsOrIsSetForward() throws Exception {
        pass(Duration.ofSeconds(1), Duration.ofSeconds(1));
        pass(Duration.ofSeconds(1), Duration.ofMillis(900));
        pass(Duration.ofSeconds(1), Duration.ofHours(1));
        pass(Duration.ofSeconds(1), Duration.ofSeconds(1));
        await().during(Duration.ofMillis(400)).untilAsserted(() -> assertThat(ticks).hasValue(1));
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
