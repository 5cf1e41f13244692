package campus.link.tls;

import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * The PEM files of one side of TLS: trust and identity. Each component is the name of a property that holds a path.
 *
 * @param cafile   the file with the certificates of the CAs to trust; if it is not set, Java's own are trusted
 * @param cert     the file with the own certificate, followed by those that lead to its CA
 * @param key      the file with the private key of that certificate
 * @param password the name of the property with the password of the key, if it is encrypted
 */
public record TlsFiles(String cafile, String cert, String key, String password) {

    /** Those of a client. */
    public static final TlsFiles OF_PROPERTIES = new TlsFiles("campus.tls.cafile", "campus.tls.cert", "campus.tls.key",
            "campus.tls.key-password");

    /**
     * The TLS context for these files; empty if none of the properties is set.
     *
     * @param property looks up the value of a property by its name; empty if it is not set
     * @throws TlsFileException naming the property whose file cannot be used
     */
    public Optional<SSLContext> context(Function<String, Optional<String>> property) {
        boolean own = property.apply(cert).isPresent();
        if (own != property.apply(key).isPresent()) {
            throw new TlsFileException(cert + " and " + key + " go together: set both or none");
        }
        boolean trust = property.apply(cafile).isPresent();
        if (!own && !trust) {
            return Optional.empty();
        }
        try {
            SslContextBuilder context = SslContextBuilder.forClient().sslProvider(SslProvider.JDK);
            if (trust) {
                context.trustManager(Pem.certificates(cafile, path(property, cafile)).toArray(X509Certificate[]::new));
            }
            if (own) {
                identity(context, property);
            }
            return Optional.of(((JdkSslContext) context.build()).context());
        } catch (GeneralSecurityException | SSLException e) {
            throw new TlsFileException("TLS cannot be set up with " + cafile + ", " + cert + " and " + key + ": "
                    + e.getMessage());
        }
    }

    private static Path path(Function<String, Optional<String>> property, String key) {
        String value = property.apply(key).orElseThrow();
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new TlsFileException(key + "=" + value + " cannot be used: accepted is the path of a file");
        }
    }

    private void identity(SslContextBuilder context, Function<String, Optional<String>> property)
            throws GeneralSecurityException {
        List<X509Certificate> chain = Pem.certificates(cert, path(property, cert));
        Path file = path(property, key);
        PrivateKey privateKey = Pem.key(key, file, property.apply(password));
        if (!belong(privateKey, chain.get(0))) {
            throw TlsFileException.invalid(key, file, "it is not the key of the certificate in " + cert, "the key for "
                    + path(property, cert));
        }
        context.keyManager(privateKey, chain.toArray(X509Certificate[]::new));
    }

    /** Whether the certificate verifies what the key signs. */
    private static boolean belong(PrivateKey privateKey, X509Certificate certificate) throws GeneralSecurityException {
        if (!privateKey.getAlgorithm().equals(certificate.getPublicKey().getAlgorithm())) {
            return false;
        }
        Signature signature = Signature.getInstance(switch (privateKey.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> privateKey.getAlgorithm();
        });
        byte[] anything = certificate.getSignature();
        signature.initSign(privateKey);
        signature.update(anything);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(anything);
        return signature.verify(signed);
    }
}
