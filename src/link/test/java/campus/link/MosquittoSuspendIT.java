package campus.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import campus.testkit.Mosquitto;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Mosquitto under load that is suspended with its connections open, and resumed later. */
class MosquittoSuspendIT {

    private static final int KEEP_ALIVE = 1;

    @TempDir
    private Path folder;

    @BeforeAll
    static void needsMosquitto() {
        assumeTrue(Mosquitto.isInstalled(), "Mosquitto is not installed, so it cannot be suspended");
    }

    @Test
    void nothingIsLostIfTheBrokerIsSuspendedForTwoKeepAlives() throws Exception {
        suspend(Duration.ofSeconds(2 * KEEP_ALIVE + 1));
    }

    @Tag("soak")
    @Test
    void nothingIsLostIfTheBrokerIsSuspendedForHalfAMinute() throws Exception {
        suspend(Duration.ofSeconds(30));
    }

    private void suspend(Duration time) throws Exception {
        try (MosquittoLoad load = new MosquittoLoad(folder, KEEP_ALIVE)) {
            load.suspend(time, Duration.ZERO);
            load.suspend(time, Duration.ofSeconds(1));
            MosquittoLoad.Account account = load.finish();
            assertThat(account.lost()).as(account.toString()).isZero();
            assertThat(account.failures()).as(account.toString()).isEmpty();
            // Each attempt to connect meanwhile is a connection to the broker when it is resumed.
            assertThat(account.duplicates()).as(account.toString()).isLessThanOrEqualTo(4 * MosquittoLoad.WINDOW);
        }
    }
}
