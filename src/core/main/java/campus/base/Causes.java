package campus.base;

import java.util.stream.Stream;

/** The causes of an exception. */
public final class Causes {

    private Causes() {
    }

    /** The exception itself, then its cause, and so on to the root cause. */
    public static Stream<Throwable> of(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }

    /** The root cause: the last of {@link #of}. */
    public static Throwable root(Throwable failure) {
        return of(failure).reduce(failure, (outer, inner) -> inner);
    }

    /** The first line of the message of the root cause; the class name of the root cause if it has no message. */
    public static String rootMessage(Throwable failure) {
        Throwable root = root(failure);
        return String.valueOf(root.getMessage()).lines().findFirst().filter(line -> root.getMessage() != null)
                .orElse(root.toString());
    }
}
