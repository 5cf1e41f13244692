package campus.classroom.ledger;

import campus.base.LineFile;
import campus.classroom.IssuedCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** The file of the answered requests, a line of time and DNI for each (lab sheet 2, section 3: a means of control). */
public final class RequestLog {

    private final LineFile file;

    /** @param file created with the first line; only its owner may read it */
    public RequestLog(Path file) {
        this.file = new LineFile(file);
    }

    /**
     * Adds the line of a request.
     *
     * @param issued the code that answers the request
     * @throws IOException if the line cannot be written
     */
    public void append(IssuedCode issued) throws IOException {
        file.append(issued.issued() + " " + issued.dni());
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
