package campus.cli.options;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The PEM files for TLS, by the names that Mosquitto's tools have: each is a property too. */
final class TlsOptions {

    @Option(names = "--cafile", paramLabel = "FILE",
            description = "PEM file of the CA that signed the broker's certificate (campus.tls.cafile).")
    private String cafile;

    @Option(names = "--cert", paramLabel = "FILE",
            description = "PEM file of the client's certificate (campus.tls.cert).")
    private String cert;

    @Option(names = "--key", paramLabel = "FILE",
            description = "PEM file of the client's private key (campus.tls.key).")
    private String key;

    /** The files that were given, by the keys of their properties; if there is one, the connection uses TLS. */
    Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("campus.tls.cafile", cafile);
        files.put("campus.tls.cert", cert);
        files.put("campus.tls.key", key);
        files.values().removeIf(value -> value == null);
        return files;
    }
}
