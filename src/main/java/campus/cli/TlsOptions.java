package campus.cli;

import campus.base.SettingException;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.File;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import picocli.CommandLine.Option;

/** How to speak TLS, with PEM files and the letters of Mosquitto's tools. */
final class TlsOptions {

    @Option(names = "--cafile", paramLabel = "FILE", description = "PEM file of the CA that signed the broker's certificate.")
    private File cafile;

    @Option(names = "--cert", paramLabel = "FILE", description = "PEM file of the client's certificate.")
    private File cert;

    @Option(names = "--key", paramLabel = "FILE", description = "PEM file of the client's private key (PKCS#8, not encrypted).")
    private File key;

    /** Whether any of them was given: then the connection is a TLS connection. */
    boolean given() {
        return cafile != null || cert != null || key != null;
    }

    /**
     * What makes TLS sockets with these files; empty where none was given.
     *
     * @throws SettingException naming the file that cannot be used
     */
    Optional<SSLSocketFactory> socketFactory() {
        if (!given()) {
            return Optional.empty();
        }
        if ((cert == null) != (key == null)) {
            throw new SettingException("--cert and --key go together: give both or none");
        }
        SslContextBuilder builder = SslContextBuilder.forClient().sslProvider(SslProvider.JDK);
        use("--cafile", cafile, () -> builder.trustManager(cafile));
        use("--cert", cert, () -> builder.keyManager(cert, key));
        try {
            return Optional.of(((JdkSslContext) builder.build()).context().getSocketFactory());
        } catch (SSLException e) {
            throw new SettingException("TLS cannot be set up with these files: " + e.getMessage());
        }
    }

    private static void use(String option, File file, Runnable use) {
        if (file == null) {
            return;
        }
        if (!file.canRead()) {
            throw new SettingException(option + " " + file + " cannot be read");
        }
        try {
            use.run();
        } catch (IllegalArgumentException e) {
            throw new SettingException(option + " " + file + " cannot be used: accepted is a PEM file"
                    + (option.equals("--cert") ? ", with its private key in PKCS#8 in --key" : ""));
        }
    }
}
