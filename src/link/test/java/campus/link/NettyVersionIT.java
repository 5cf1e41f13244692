package campus.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.Version;
import org.junit.jupiter.api.Test;

/** A host decides which Netty there is: some tests run once more with the other line. */
class NettyVersionIT {

    @Test
    void itIsTheLineThatTheBuildWants() {
        assertThat(Version.identify().get("netty-common").artifactVersion())
                .startsWith(System.getProperty("netty.line", "4.1") + ".");
    }
}
