package campus.base;

import java.util.stream.Stream;

/** The causes of an exception. */
public final class Causes {

    private Causes() {
    }

    /** The exception itself, then its cause, and so on. */
    public static Stream<Throwable> of(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }

    /** The innermost one. */
    public static Throwable root(Throwable failure) {
        return of(failure).reduce(failure, (outer, inner) -> inner);
    }

    /** The first line of the innermost message; the exception's name if there is none. */
    public static String rootMessage(Throwable failure) {
        Throwable root = root(failure);
        return String.valueOf(root.getMessage()).lines().findFirst().filter(line -> root.getMessage() != null)
                .orElse(root.toString());
    }
}
