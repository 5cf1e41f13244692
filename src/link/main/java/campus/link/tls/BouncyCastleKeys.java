package campus.link.tls;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.security.PrivateKey;
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

/** Private keys that Java does not read by itself. Only this class names Bouncy Castle, which is optional. */
final class BouncyCastleKeys {

    private BouncyCastleKeys() {
    }

    /**
     * The first private key in a text, in any form that OpenSSL writes; empty if there is none.
     *
     * @throws TlsFileException if it is encrypted and the password is missing or wrong
     */
    static Optional<PrivateKey> first(String property, Path file, String text, Optional<String> password) {
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
                boolean encrypted = part instanceof PEMEncryptedKeyPair || part instanceof PKCS8EncryptedPrivateKeyInfo;
                if (encrypted && password.isEmpty()) {
                    throw TlsFileException.invalid(property, file, "the key is encrypted and there is no password",
                            property + "-password, or a key without: openssl pkey -in " + file + " -out NEW.key");
                }
                Optional<PrivateKeyInfo> key = key(part, password.orElse("").toCharArray());
                if (key.isPresent()) {
                    // Java's own name for this algorithm.
                    return Optional.of(new JcaPEMKeyConverter()
                            .setAlgorithmMapping(X9ObjectIdentifiers.id_ecPublicKey, "EC").getPrivateKey(key.get()));
                }
            }
            return Optional.empty();
        } catch (EncryptionException | OperatorCreationException | PKCSException e) {
            throw TlsFileException.invalid(property, file, "the key cannot be decrypted",
                    "the password that it was made with");
        } catch (TlsFileException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // The text is not well-formed.
            return Optional.empty();
        }
    }

    /** Empty if the part is no key, such as the parameters in front of an EC key. */
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
}
