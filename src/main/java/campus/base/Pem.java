package campus.base;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.EncryptionException;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;

/**
 * Certificates and private keys in PEM files, as Mosquitto and OpenSSL take them. Every method throws
 * {@link SettingException} naming the property, the file and what is accepted.
 */
public final class Pem {

    private Pem() {
    }

    /** The certificates of a file in their order: at least one. Text around them is passed over. */
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
            // said below
        }
        throw ConfigFile.invalid(property, file, "there is no certificate in it",
                "a PEM file with -----BEGIN CERTIFICATE-----");
    }

    /**
     * The first private key of a file: PKCS#8, or OpenSSL's older forms for RSA and EC; encrypted where there is a
     * password.
     */
    public static PrivateKey key(String property, Path file, Optional<String> password) {
        try (PEMParser parser = new PEMParser(new StringReader(text(property, file)))) {
            for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
                if (isEncrypted(part) && password.isEmpty()) {
                    throw ConfigFile.invalid(property, file, "the key is encrypted and there is no password",
                            property + "-password, or a key without: openssl pkey -in " + file + " -out NEW.key");
                }
                Optional<PrivateKeyInfo> key = key(part, password.orElse("").toCharArray());
                if (key.isPresent()) {
                    // A key of Java's own, which goes by another name there.
                    return new JcaPEMKeyConverter().setAlgorithmMapping(X9ObjectIdentifiers.id_ecPublicKey, "EC")
                            .getPrivateKey(key.get());
                }
            }
        } catch (EncryptionException | OperatorCreationException | PKCSException e) {
            throw ConfigFile.invalid(property, file, "the key cannot be decrypted", "the password that it was made with");
        } catch (SettingException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // said below: whatever is not well-formed
        }
        throw ConfigFile.invalid(property, file, "there is no private key in it",
                "a PEM file with -----BEGIN PRIVATE KEY-----");
    }

    private static boolean isEncrypted(Object part) {
        return part instanceof PEMEncryptedKeyPair || part instanceof PKCS8EncryptedPrivateKeyInfo;
    }

    /** Empty for what is no key, such as the parameters in front of an EC key. */
    private static Optional<PrivateKeyInfo> key(Object part, char[] password)
            throws IOException, OperatorCreationException, PKCSException {
        if (part instanceof PrivateKeyInfo key) {
            return Optional.of(key);
        }
        if (part instanceof PEMKeyPair pair) {
            return Optional.of(pair.getPrivateKeyInfo());
        }
        if (part instanceof PKCS8EncryptedPrivateKeyInfo key) {
            return Optional.of(key.decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder()
                    .setProvider(new BouncyCastleProvider()).build(password)));
        }
        if (part instanceof PEMEncryptedKeyPair pair) {
            return Optional.of(pair.decryptKeyPair(new JcePEMDecryptorProviderBuilder()
                    .setProvider(new BouncyCastleProvider()).build(password)).getPrivateKeyInfo());
        }
        return Optional.empty();
    }

    private static String text(String property, Path file) {
        // Any byte is a character of it; what counts is ASCII.
        return ConfigFile.text(property, file, StandardCharsets.ISO_8859_1);
    }
}
