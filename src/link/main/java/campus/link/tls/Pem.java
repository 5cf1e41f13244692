package campus.link.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads certificates and private keys from PEM files (RFC 7468), as Mosquitto and OpenSSL write them. Each method
 * throws a {@link TlsFileException} that names the property, the file and what is accepted.
 */
public final class Pem {

    /** The form that Java reads by itself (RFC 5958); each other form needs Bouncy Castle. */
    private static final Pattern PKCS8 = Pattern.compile(
            "-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]*)-----END PRIVATE KEY-----");
    private static final String[] ALGORITHMS = {"RSA", "EC", "EdDSA", "DSA"};
    private static final boolean BOUNCY_CASTLE = isPresent("org.bouncycastle.openssl.PEMParser");

    private Pem() {
    }

    /**
     * The certificates of a file in their order, at least one. Text around them is skipped.
     *
     * @param property the name of the property that holds the path, for messages
     */
    public static List<X509Certificate> certificates(String property, Path file) {
        String text = text(property, file);
        try {
            List<X509Certificate> certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)))
                    .stream().map(X509Certificate.class::cast).toList();
            if (text.contains("-----BEGIN ") && !certificates.isEmpty()) {
                return certificates;
            }
        } catch (CertificateException e) {
            // Reported below.
        }
        throw TlsFileException.invalid(property, file, "there is no certificate in it",
                "a PEM file with -----BEGIN CERTIFICATE-----");
    }

    /**
     * The first private key of a file: PKCS#8, and with Bouncy Castle on the class path OpenSSL's older forms for RSA
     * and EC and encrypted keys.
     *
     * @param property the name of the property that holds the path, for messages
     * @param password the password of the key; empty if it is not encrypted
     */
    public static PrivateKey key(String property, Path file, Optional<String> password) {
        String text = text(property, file);
        Matcher pkcs8 = PKCS8.matcher(text);
        Optional<PrivateKey> key = pkcs8.find() ? pkcs8(pkcs8.group(1)) : Optional.empty();
        if (key.isEmpty() && BOUNCY_CASTLE) {
            key = BouncyCastleKeys.first(property, file, text, password);
        }
        return key.orElseThrow(() -> text.contains(" PRIVATE KEY-----") && !BOUNCY_CASTLE
                ? TlsFileException.invalid(property, file, "the key has a form that needs Bouncy Castle",
                        "PKCS#8 (openssl pkcs8 -topk8 -nocrypt -in " + file + " -out NEW.key), or any form if"
                                + " org.bouncycastle:bcpkix-jdk18on is on the class path")
                : TlsFileException.invalid(property, file, "there is no private key in it",
                        "a PEM file with -----BEGIN PRIVATE KEY-----"));
    }

    private static Optional<PrivateKey> pkcs8(String base64) {
        for (String algorithm : ALGORITHMS) {
            try {
                byte[] der = Base64.getMimeDecoder().decode(base64);
                return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der)));
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                // The key has another algorithm, or is not well-formed.
            }
        }
        return Optional.empty();
    }

    private static String text(String property, Path file) {
        try {
            // Each byte is a character in this charset, and only ASCII matters here.
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw unreadable(property, file, "there is no such file");
        } catch (AccessDeniedException e) {
            throw unreadable(property, file, "permission denied");
        } catch (IOException e) {
            throw unreadable(property, file, e.getMessage());
        }
    }

    private static TlsFileException unreadable(String property, Path file, String reason) {
        return new TlsFileException(property + ": " + file + " cannot be read: " + reason);
    }

    private static boolean isPresent(String className) {
        try {
            Class.forName(className, false, Pem.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
