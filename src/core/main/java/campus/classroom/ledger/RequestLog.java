package campus.classroom.ledger;

import campus.base.LineFile;
import campus.classroom.IssuedCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The file of the answered requests, lines of time and DNI (lab sheet 2, section 3: a means of control). A request that
 * gets the same code again has a line once a minute.
 */
public final class RequestLog {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final LineFile file;
    private final Clock clock;
    /** When the codes of the last minute were written, the oldest first. */
    private final Map<IssuedCode, Instant> written = new LinkedHashMap<>();

    /**
     * A log in a file.
     *
     * @param file  created with the first line; only its owner may read it
     * @param clock gives the time of a line
     */
    public RequestLog(Path file, Clock clock) {
        this.file = new LineFile(file);
        this.clock = clock;
    }

    /**
     * Adds the line of a request, unless there is one of the last minute with the same code.
     *
     * @param issued the code that answers the request
     * @throws IOException if the line cannot be written
     */
    public synchronized void append(IssuedCode issued) throws IOException {
        Instant now = clock.instant();
        Iterator<Instant> oldest = written.values().iterator();
        while (oldest.hasNext() && !oldest.next().isAfter(now.minus(MINUTE))) {
            oldest.remove();
        }
        if (!written.containsKey(issued)) {
            file.append(List.of(now + " " + issued.dni()));
            written.put(issued, now);
        }
    }

    /** The number of lines from before a time. */
    public long countBefore(Instant end) throws IOException {
        return file.count(line -> isBefore(line, end));
    }

    /** Removes the lines from before a time, and returns their number. */
    public long removeBefore(Instant end) throws IOException {
        return file.removeIf(line -> isBefore(line, end));
    }

    /** A line that does not begin with a time was written by hand, and counts as not before. */
    private static boolean isBefore(String line, Instant end) {
        try {
            return Instant.parse(line.split(" ", 2)[0]).isBefore(end);
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
