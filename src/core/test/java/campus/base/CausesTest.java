package campus.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.AccessDeniedException;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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

    @ParameterizedTest
    @MethodSource
    void theMessagesAreThoseOfAllCausesOnceAndInWords(Throwable failure, String messages) {
        assertThat(Causes.messages(failure)).isEqualTo(messages);
    }

    static Stream<Arguments> theMessagesAreThoseOfAllCausesOnceAndInWords() {
        return Stream.of(
                arguments(new RuntimeException("no TLS", new IOException("no TLS", new IOException("no valid\npath",
                        new IllegalStateException()))), "no TLS: no valid path: IllegalStateException"),
                arguments(new AccessDeniedException("data/ok.txt"), "data/ok.txt: permission denied"),
                arguments(new RuntimeException("Cannot store file: m/1.eml", new AccessDeniedException("m/1.eml")),
                        "Cannot store file: m/1.eml: permission denied"),
                arguments(new SQLException("the ledger does not answer: refused", new SQLException("no connection",
                        new IOException("refused"))), "the ledger does not answer: refused"),
                arguments(new InvocationTargetException(new IOException("")), "IOException"),
                arguments(new IOException("no route to smtp://u:s3cret@h?password=RAW(a&b)&x=y"),
                        "no route to smtp://u:...@h?password=...&x=y"),
                arguments(new RuntimeException(new IOException("disk full")), "java.io.IOException: disk full"),
                arguments(new SQLException("no driver for jdbc:x://h/d?user=u&password=s3cret&ssl=true"),
                        "no driver for jdbc:x://h/d?user=u&password=...&ssl=true"));
    }
}
