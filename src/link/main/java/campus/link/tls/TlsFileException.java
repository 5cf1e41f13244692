package campus.link.tls;

/**
 * A PEM file cannot be used, or a property that names one is missing. The message is one line that names the property,
 * the file and what is accepted; it holds no secret.
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
