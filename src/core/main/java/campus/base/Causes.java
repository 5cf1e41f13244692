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

    /**
     * The messages of an exception and its causes, on one line, none of them twice, and a reason for which Java has no
     * words; without the passwords of the URLs in them. A message that tells the root cause stands alone.
     */
    public static String messages(Throwable failure) {
        boolean told = failure.getMessage() != null
                && failure.getMessage().contains(ConfigFile.reason(root(failure)));
        return (told ? Stream.of(failure.getMessage()) : of(failure).flatMap(Causes::words))
                .map(words -> PrintableText.of(words.strip().replaceAll("\\s+", " "))
                        .replaceAll("(?i)(password=)(RAW\\([^)]*\\)|[^&;\\s]+)", "$1...")
                        .replaceAll("(://[^:/@\\s]*:)[^@\\s]+@", "$1...@"))
                .reduce("", (text, more) -> text.contains(more) ? text : text.isEmpty() ? more : text + ": " + more);
    }

    private static Stream<String> words(Throwable cause) {
        if (cause.getMessage() != null && !cause.getMessage().isBlank()) {
            return Stream.of(cause.getMessage(), ConfigFile.reason(cause));
        }
        return cause.getCause() == null ? Stream.of(cause.getClass().getSimpleName()) : Stream.of();
    }
}
