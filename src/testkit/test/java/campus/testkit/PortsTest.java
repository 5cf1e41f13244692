package campus.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void noPortIsGivenTwice() {
        assertThat(IntStream.range(0, 100).map(i -> Ports.free())).doesNotHaveDuplicates();
    }

    /** Else all JVMs of a build begin at the same ports. */
    @Test
    void theBuildNumbersItsJvms() {
        String fork = System.getProperty("tests.fork");
        assumeTrue(fork != null, "skipped: not started by the build");
        assertThat(fork).matches("\\+[1-9]\\d*");
        assertThat(Integer.getInteger("tests.fork")).isPositive();
    }
}
