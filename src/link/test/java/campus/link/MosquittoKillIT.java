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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code kill -9} of a Mosquitto under load at QoS 1. Mosquitto acknowledges a message before it saves it, so a kill
 * loses messages that it has acknowledged: few if it saves each change, those of a second if it saves each second.
 * These losses are counted apart, with the help of its database.
 */
class MosquittoKillIT {

    private static final String[] SAVES_ALWAYS = {"autosave_on_changes true", "autosave_interval 1"};
    private static final Duration IDLE = Duration.ZERO;
    private static final Duration BUSY = Duration.ofSeconds(1);
    private static final Duration BUSY_LONG = Duration.ofSeconds(2);

    @TempDir
    private Path folder;

    @BeforeAll
    static void needsMosquitto() {
        assumeTrue(Mosquitto.isInstalled(), "Mosquitto is not installed, so it cannot be killed");
    }

    @Test
    void nothingIsLostIfTheBrokerSavesEachChange() throws Exception {
        try (MosquittoLoad load = load(0, SAVES_ALWAYS)) {
            load.kill(IDLE);
            load.kill(BUSY);
            load.kill(BUSY_LONG);
            check(load.finish());
        }
    }

    @Tag("soak")
    @ParameterizedTest(name = "max_inflight_messages {0}")
    @ValueSource(ints = {0, 20})
    void nothingIsLostInTwentyKills(int inflight) throws Exception {
        try (MosquittoLoad load = load(inflight, SAVES_ALWAYS)) {
            for (int i = 0; i < 20; i++) {
                load.kill(i % 3 == 0 ? IDLE : i % 3 == 1 ? BUSY : BUSY_LONG);
            }
            check(load.finish());
        }
    }

    @Tag("soak")
    @Test
    void onlyTheBrokerLosesMessagesIfItSavesEachSecond() throws Exception {
        try (MosquittoLoad load = load(20, "autosave_interval 1")) {
            for (int i = 0; i < 10; i++) {
                load.kill(i % 2 == 0 ? IDLE : BUSY);
            }
            MosquittoLoad.Account account = load.finish();
            assertThat(account.lost()).as(account.toString()).isEqualTo(account.brokersLoss());
        }
    }

    private MosquittoLoad load(int inflight, String... saving) throws Exception {
        String[] config = new String[saving.length + 1];
        System.arraycopy(saving, 0, config, 0, saving.length);
        config[saving.length] = "max_inflight_messages " + inflight;
        return new MosquittoLoad(folder, 10, config);
    }

    private static void check(MosquittoLoad.Account account) {
        assertThat(account.lost() - account.brokersLoss()).as("lost by the link: " + account).isZero();
        // Mosquitto 2.0 has no Receive Maximum for a session that it has read from its database, so it repeats each
        // message whose acknowledgement it had not read. The rest are messages that the publisher sends again.
        assertThat(account.duplicates() - account.brokersDuplicates()).as(account.toString()).isLessThanOrEqualTo(
                account.kills() * MosquittoLoad.WINDOW);
        assertThat(account.failures()).as(account.toString()).isEmpty();
        assertThat(account.published()).as(account.toString()).isGreaterThan(account.kills() * 50);
    }
}
