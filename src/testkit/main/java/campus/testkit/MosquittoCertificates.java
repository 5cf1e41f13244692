package campus.testkit;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority of a test, and the certificates that it signs, as PEM files for Mosquitto. */
public final class MosquittoCertificates {

    private static final String CA = "ca";
    private static final X500Principal CA_NAME = new X500Principal("CN=Campus test CA");
    private static final Duration LIFE = Duration.ofDays(10);
    private static final char[] PASSWORD = "password".toCharArray();

    private record Signed(X509Certificate certificate, PrivateKey key) {
    }

    private final Path folder;
    private final Map<String, Signed> all = new HashMap<>();

    /** @param folder for the files, two for each certificate: {@code ALIAS.crt} and {@code ALIAS.key} */
    public MosquittoCertificates(Path folder) throws GeneralSecurityException, IOException {
        this.folder = folder;
        sign(CA, Duration.ofDays(1), Extension.basicConstraints, new BasicConstraints(true));
    }

    /** The file with the certificate of the authority. */
    public Path authority() {
        return folder.resolve(CA + ".crt");
    }

    /**
     * Signs a certificate for a new key.
     *
     * @param san     subject alternative name, such as {@code ip:127.0.0.1} or {@code dns:broker.example.org}
     * @param expired whether it was valid only in the past
     * @return lines for a listener of mosquitto.conf(5)
     */
    public List<String> sign(String alias, String san, boolean expired) throws GeneralSecurityException, IOException {
        String name = san.substring(san.indexOf(':') + 1);
        int type = san.startsWith("ip:") ? GeneralName.iPAddress : GeneralName.dNSName;
        sign(alias, Duration.ofDays(expired ? 20 : 1), Extension.subjectAlternativeName,
                new GeneralNames(new GeneralName(type, name)));
        return List.of("certfile " + folder.resolve(alias + ".crt"), "keyfile " + folder.resolve(alias + ".key"));
    }

    /**
     * Sockets that trust the authority.
     *
     * @param alias of the client's own certificate; null if it has none
     */
    public SSLSocketFactory sockets(String alias) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry(CA, all.get(CA).certificate);
        if (alias != null) {
            store.setKeyEntry(alias, all.get(alias).key, PASSWORD,
                    new Certificate[] {all.get(alias).certificate, all.get(CA).certificate});
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context.getSocketFactory();
    }

    /** Signs a certificate that is valid for ten days and began some time ago; the authority signs its own. */
    private void sign(String alias, Duration age, ASN1ObjectIdentifier extension, ASN1Encodable value)
            throws GeneralSecurityException, IOException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair keys = generator.generateKeyPair();
        boolean own = alias.equals(CA);
        X500Principal name = own ? CA_NAME : new X500Principal("CN=" + alias);
        PrivateKey signer = own ? keys.getPrivate() : all.get(CA).key;
        Instant begin = Instant.now().minus(age);
        try {
            X509Certificate certificate = new JcaX509CertificateConverter().getCertificate(
                    new JcaX509v3CertificateBuilder(CA_NAME, BigInteger.valueOf(all.size() + 1), Date.from(begin),
                            Date.from(begin.plus(LIFE)), name, keys.getPublic())
                            .addExtension(extension, false, value)
                            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer)));
            all.put(alias, new Signed(certificate, keys.getPrivate()));
            write(alias + ".crt", "CERTIFICATE", certificate.getEncoded());
            write(alias + ".key", "PRIVATE KEY", keys.getPrivate().getEncoded());
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private void write(String file, String type, byte[] content) throws IOException {
        Files.writeString(folder.resolve(file), "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
                + "\n-----END " + type + "-----\n");
    }
}
