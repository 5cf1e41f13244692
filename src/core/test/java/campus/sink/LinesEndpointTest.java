package campus.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import campus.testkit.ManualClock;
import java.nio.file.Path;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The options of {@code lines:}. */
class LinesEndpointTest {

    @TempDir
    private Path folder;
    private final ManualClock clock = new ManualClock();
    private final DefaultCamelContext context = new DefaultCamelContext();

    @BeforeEach
    void setClock() {
        context.getComponent("lines", LinesComponent.class).setClock(clock);
    }

    @AfterEach
    void close() throws Exception {
        context.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "rotate=hour | rotate=hour cannot be used: accepted is day or none",
        "maxSize=many | maxSize=many cannot be used: accepted is 0 for no limit, or a size such as 500KB, 100MB, 1GB",
        "maxSize=-1 | maxSize=-1 cannot be used", "maxSize=99999999999999GB | maxSize=99999999999999GB cannot be used",
        "sync=maybe | sync=maybe cannot be used: accepted is true or false",
        "name=a/b | name=a/b cannot be used", "name=.. | name=.. cannot be used",
        "name= | name= cannot be used"})
    void anOptionThatCannotBeUsedIsNamed(String option, String message) {
        assertThatThrownBy(() -> context.getEndpoint("lines:" + folder + "?" + option))
                .isInstanceOf(ResolveEndpointFailedException.class)
                .cause().isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void anUnknownOptionIsRefusedAsByAnyComponent() {
        assertThatThrownBy(() -> context.getEndpoint("lines:" + folder + "?rotation=day"))
                .isInstanceOf(ResolveEndpointFailedException.class).hasMessageContaining("Unknown parameters")
                .hasMessageContaining("rotation=day");
    }

    @ParameterizedTest
    @CsvSource({"0,0", "500,500", "500B,500", "500KB,512000", "100MB,104857600", "1gb,1073741824"})
    void optionsAreBound(String maxSize, long bytes) {
        LinesEndpoint endpoint = context.getEndpoint("lines:" + folder + "/a b/€?name=n&rotate=none&sync=true&maxSize="
                + maxSize, LinesEndpoint.class);
        assertThat(endpoint.isSync()).isTrue();
        assertThat(endpoint.files()).isEqualTo(new LineFolder(folder.resolve("a b/€"), "n", false, bytes, clock));
    }
}
