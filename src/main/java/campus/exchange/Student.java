package campus.exchange;

import campus.base.Time;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * The student of lab sheet 2, section 3, for one exchange: asks for a code, waits for the first one that is published
 * after that, and answers with it.
 */
public final class Student {

    private static final Pattern CODE = Pattern.compile("[0-9]{5}");

    private final Dni dni;
    private final String name;
    private final String email;
    private final Duration timeout;
    /** Empty until the petition is made: a code that came before it is somebody else's. */
    private volatile CompletableFuture<String> awaited;

    /**
     * A student who waits at most {@code timeout} for a code.
     *
     * @throws IllegalArgumentException where name or email cannot stand in {@code code;name;email}
     */
    public Student(Dni dni, String name, String email, Duration timeout) {
        this.dni = dni;
        this.name = field("name", name);
        this.email = field("email", email);
        this.timeout = timeout;
    }

    private static String field(String what, String value) {
        if (value.isBlank() || value.contains(";") || value.codePoints().anyMatch(Text::breaksLine)) {
            throw new IllegalArgumentException(what + " '" + Text.printable(value)
                    + "' cannot be sent: accepted is one line of text without ;");
        }
        return value.strip();
    }

    /** What to publish on DST/PETICION. From now on a code counts. */
    public String petition() {
        awaited = new CompletableFuture<>();
        return dni.number();
    }

    /** Takes what was published on DST/CODIGO; retained messages and what is no code are passed over. */
    public void codeArrived(byte[] payload, boolean retained) {
        String text = new String(payload, StandardCharsets.UTF_8).strip();
        CompletableFuture<String> waiting = awaited;
        if (waiting != null && !retained && CODE.matcher(text).matches()) {
            waiting.complete(text);
        }
    }

    /**
     * Waits for the code.
     *
     * @return what to publish on DST/SOLUCION
     * @throws NoCodeException where none came in time
     */
    public String solution() throws NoCodeException, InterruptedException {
        try {
            return Solution.format(awaited.get(timeout.toMillis(), TimeUnit.MILLISECONDS), name, email);
        } catch (TimeoutException e) {
            throw new NoCodeException("no code was published on DST/CODIGO within " + Time.format(timeout)
                    + " of the petition of " + dni.masked()
                    + ": is the DNI on the roster, and is the teacher's application running?");
        } catch (ExecutionException e) {
            throw new IllegalStateException("the awaited code is never completed with an error", e);
        }
    }
}
