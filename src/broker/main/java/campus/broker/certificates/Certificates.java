package campus.broker.certificates;

import campus.base.PrivateFile;
import campus.base.SettingException;
import campus.link.tls.Pem;
import campus.link.tls.TlsFileException;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.validator.routines.InetAddressValidator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * The certificates of a class in a folder, as PEM files: {@code ca.crt} for every client; {@code server.crt} and
 * {@code server.key} for the broker; {@code client.crt} and {@code client.key} for clients that need a certificate; and
 * {@code ca.key}, which signed them. Only the owner can read the keys.
 */
public final class Certificates {

    private static final String HOST = "(\\*\\.)?[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?";

    private Certificates() {
    }

    /**
     * Makes them. An authority that is in the folder signs again, so that clients that trust it need no new file.
     *
     * @param hosts names and addresses by which clients connect to the broker, besides those of this machine
     * @param force whether to replace the files of broker and clients if they exist
     * @return all names and addresses in the certificate of the broker
     * @throws SettingException if a file exists and {@code force} is false, or a host cannot be used
     * @throws TlsFileException if the authority in the folder cannot be read
     * @throws IOException      if the folder cannot be written
     */
    public static Set<String> make(Path folder, Collection<String> hosts, boolean force, Clock clock)
            throws IOException {
        Set<String> all = hosts(hosts);
        for (String name : List.of("server.crt", "server.key", "client.crt", "client.key")) {
            if (!force && Files.exists(folder.resolve(name))) {
                throw new SettingException(folder.resolve(name) + " exists: name another folder, or replace it with"
                        + " --force (ca.crt and ca.key stay, and sign again)");
            }
        }
        try {
            Files.createDirectories(folder);
            Path certificate = folder.resolve("ca.crt");
            Path key = folder.resolve("ca.key");
            if (!Files.exists(certificate) && !Files.exists(key)) {
                write(folder, "ca", CertificateAuthority.create(clock.instant()));
            }
            CertificateAuthority authority = new CertificateAuthority(Pem.certificates("ca.crt", certificate).get(0),
                    Pem.key("ca.key", key, Optional.empty()));
            write(folder, "server", authority.server(all, clock.instant()));
            write(folder, "client", authority.client(clock.instant()));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("every Java platform signs on the curve P-256", e);
        }
        return all;
    }

    private static Set<String> hosts(Collection<String> more) {
        Set<String> all = new LinkedHashSet<>(List.of("localhost", "127.0.0.1", "::1"));
        try {
            all.add(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException e) {
            // The machine has no name: those above are all.
        }
        for (String host : more) {
            if (!host.matches(HOST) && !InetAddressValidator.getInstance().isValid(host)) {
                throw new SettingException("host '" + host + "' cannot stand in a certificate: accepted is a host name"
                        + " or an IP address, such as broker.example or 192.0.2.1");
            }
            all.add(host);
        }
        return all;
    }

    /** The key first, so that no certificate is without its key. */
    private static void write(Path folder, String name, CertificateAuthority.Signed signed) throws IOException {
        PrivateFile.write(folder.resolve(name + ".key"), pem(new JcaPKCS8Generator(signed.key(), null)));
        Files.writeString(folder.resolve(name + ".crt"), pem(signed.certificate()));
    }

    private static String pem(Object content) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(content);
        }
        return text.toString();
    }
}
