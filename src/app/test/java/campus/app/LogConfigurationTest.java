package campus.app;

import static org.assertj.core.api.Assertions.assertThat;

import campus.testkit.LogLines;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LogConfigurationTest {

    private static final String ARTEMIS = "org.apache.activemq.artemis.core.server";

    /** As when the program is stopped while its routes are still subscribing. */
    @Test
    void aMiscountOfTheBrokerThatMeansNothingIsNotShown() {
        LogLines shown = new LogLines(ARTEMIS);
        shown.start();
        Logger broker = LoggerFactory.getLogger(ARTEMIS);
        broker.error("AMQ224095: Error updating Consumer Count: Tried to decrement consumer count below 0");
        broker.error("AMQ224000: Failure in initialisation");
        broker.info("AMQ221007: Server is now active");
        shown.stop();
        assertThat(shown.lines()).containsExactly("ERROR AMQ224000: Failure in initialisation");
    }
}
