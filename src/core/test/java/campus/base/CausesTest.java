package campus.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class CausesTest {

    private final IOException root = new IOException("no such host\nat all");
    private final RuntimeException failure = new IllegalStateException("outer", new RuntimeException("inner", root));

    @Test
    void areFromTheExceptionToItsRoot() {
        assertThat(Causes.of(failure)).containsExactly(failure, failure.getCause(), root);
        assertThat(Causes.root(failure)).isSameAs(root);
        assertThat(Causes.root(root)).isSameAs(root);
    }

    @Test
    void theRootMessageIsOneLine() {
        assertThat(Causes.rootMessage(failure)).isEqualTo("no such host");
    }

    @Test
    void withoutAMessageItIsTheNameOfTheException() {
        assertThat(Causes.rootMessage(new IllegalStateException("outer", new IOException())))
                .isEqualTo("java.io.IOException");
        assertThat(Causes.rootMessage(new IOException(""))).isEqualTo("java.io.IOException: ");
    }
}
