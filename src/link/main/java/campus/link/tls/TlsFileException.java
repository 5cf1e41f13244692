package campus.link.tls;

/**
 * A PEM file cannot be used, or a property that names one is not set. The message is one line without a secret that
 * names the property, the file and what is accepted.
 */
public class TlsFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TlsFileException(String message) {
        super(message);
    }

    static TlsFileException invalid(String property, Object file, String problem, String accepted) {
        return new TlsFileException(property + ": " + file + ": " + problem + "; accepted is " + accepted);
    }
}
