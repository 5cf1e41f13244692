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

    /** The options that were given, as properties; if there is one, the connection uses TLS. */
    Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("campus.tls.cafile", cafile);
        properties.put("campus.tls.cert", cert);
        properties.put("campus.tls.key", key);
        properties.values().removeIf(value -> value == null);
        return properties;
    }
}
