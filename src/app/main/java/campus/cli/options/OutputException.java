package campus.cli.options;

import java.io.IOException;

/** Standard output cannot be written: the disk is full, or the program that reads it has ended. */
public final class OutputException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OutputException(IOException cause) {
        super("standard output: cannot be written: " + cause.getMessage(), cause);
    }

    /** Whether its reader has ended, as in {@code sub | head -1}; the text of the system may be Spanish. */
    public boolean closedPipe() {
        return getMessage().matches("(?i).*(pipe|tubería).*");
    }
}
