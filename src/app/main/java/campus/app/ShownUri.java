package campus.app;

/** The part of an endpoint's URI that may be shown: without options, user and password. */
final class ShownUri {

    private ShownUri() {
    }

    /** A folder or a log as it is, of any other endpoint the scheme and what follows the user, such as the host. */
    static String of(String uri) {
        String path = uri.replaceFirst("(?s)\\?.*", "");
        return path.matches("(?s)(file|lines|log):.*") ? path
                : path.replaceFirst("(?s)^([A-Za-z0-9+.-]+:/*).*@", "$1");
    }
}
