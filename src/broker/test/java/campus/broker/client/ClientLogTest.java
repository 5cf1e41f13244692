package campus.broker.client;

import static org.assertj.core.api.Assertions.assertThat;

import campus.testkit.LogLines;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ClientLogTest {

    private final AtomicLong nanos = new AtomicLong();
    private final ClientLog log = new ClientLog(LoggerFactory.getLogger(ClientLogTest.class), nanos::get);

    private final LogLines lines = new LogLines(ClientLogTest.class);

    @BeforeEach
    void startLog() {
        lines.start();
    }

    @AfterEach
    void stopLog() {
        lines.stop();
    }

    @Test
    void linesAreCleanedAndCut() {
        log.warn("one", "user \u001b[31mx\ny\u202e" + "z".repeat(60_000));
        assertThat(lines.lines()).singleElement().asString().startsWith("WARN user ?[31mx?y?zzz")
                .hasSize("WARN ".length() + 200).endsWith("z…");
    }

    @Test
    void linesAreCountedInsteadOfRepeated() {
        for (int i = 0; i < 1000; i++) {
            log.warn("bad login", "bad login " + i);
        }
        log.warn("other", "other");
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(61));
        log.warn("bad login", "bad login again");
        assertThat(lines.lines()).containsExactly("WARN bad login 0", "WARN other",
                "WARN bad login again (and 999 more like it since the last such line)");
    }
}
