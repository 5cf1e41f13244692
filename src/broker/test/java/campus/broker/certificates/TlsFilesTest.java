package campus.broker.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import campus.link.tls.Pem;
import campus.link.tls.TlsFileException;
import campus.link.tls.TlsFiles;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every form of key that OpenSSL writes is accepted; a file that cannot be used is reported in one line. */
class TlsFilesTest {

    private static final TlsFiles TLS = new TlsFiles("ca", "cert", "key", "key-password");

    @TempDir
    private static Path good;
    @TempDir
    private Path folder;
    private final Map<String, String> properties = new HashMap<>();

    @BeforeAll
    static void certificates() throws IOException {
        Certificates.make(good, List.of(), false, Clock.systemUTC());
    }

    @Test
    void withoutPropertiesThereIsNoContext() {
        assertThat(TLS.context(this::property)).isEmpty();
    }

    @Test
    void anAuthorityAloneOrAnIdentityAloneOrBoth() {
        properties.put("ca", good.resolve("ca.crt").toString());
        assertThat(TLS.context(this::property)).isPresent();
        identity();
        assertThat(TLS.context(this::property)).isPresent();
        properties.remove("ca");
        assertThat(TLS.context(this::property)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void aKeyIsReadWhateverItsForm(String algorithm) throws Exception {
        PrivateKey key = small(KeyPairGenerator.getInstance(algorithm)).generateKeyPair().getPrivate();
        List<Object> forms = List.of(new JcaPKCS8Generator(key, null),
                new JcaPKCS8Generator(key, new JceOpenSSLPKCS8EncryptorBuilder(JcaPKCS8Generator.AES_256_CBC)
                        .setProvider(new BouncyCastleProvider()).setPassword("secret".toCharArray()).build()));
        for (Object form : forms) {
            assertThat(read(pem(form), "secret")).as(form.toString()).isEqualTo(key);
        }
    }

    /** PKCS#1 and SEC 1, as {@code openssl genrsa -traditional} and {@code openssl ecparam -genkey} write them. */
    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void aKeyIsReadInItsOlderForm(String algorithm) throws Exception {
        KeyPair pair = small(KeyPairGenerator.getInstance(algorithm, new BouncyCastleProvider())).generateKeyPair();
        PrivateKey key = KeyFactory.getInstance(algorithm)
                .generatePrivate(new PKCS8EncodedKeySpec(pair.getPrivate().getEncoded()));
        String plain = pem(pair.getPrivate());
        assertThat(plain).startsWith("-----BEGIN " + algorithm + " PRIVATE KEY-----");
        assertThat(read(plain, null)).isEqualTo(key);
        assertThat(read("-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n" + plain, null))
                .isEqualTo(key);

        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(pair.getPrivate(),
                    new JcePEMEncryptorBuilder("AES-256-CBC").setProvider(new BouncyCastleProvider())
                            .build("secret".toCharArray()));
        }
        assertThat(text.toString()).contains("DEK-Info");
        assertThat(read(text.toString(), "secret")).isEqualTo(key);
        assertRefused(text.toString(), null, "the key is encrypted and there is no password");
        assertRefused(text.toString(), "wrong", "");
    }

    @Test
    void anEncryptedKeyWantsItsPassword() throws Exception {
        PrivateKey key = KeyPairGenerator.getInstance("EC").generateKeyPair().getPrivate();
        String encrypted = pem(new JcaPKCS8Generator(key, new JceOpenSSLPKCS8EncryptorBuilder(
                JcaPKCS8Generator.AES_256_CBC).setProvider(new BouncyCastleProvider())
                .setPassword("secret".toCharArray()).build()));
        assertRefused(encrypted, null, "the key is encrypted and there is no password; accepted is key-password");
        assertRefused(encrypted, "wrong", "the key cannot be decrypted; accepted is the password");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no PEM", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        "-----BEGIN PRIVATE KEY-----\n", "-----BEGIN PRIVATE KEY-----\n!!!\n-----END PRIVATE KEY-----\n"})
    void aFileThatIsNoPemIsRefused(String text) throws IOException {
        assertRefused(text, null, "there is no private key in it; accepted is a PEM file");
        Path file = Files.writeString(folder.resolve("no.crt"), text);
        assertThatThrownBy(() -> Pem.certificates("cert", file)).isExactlyInstanceOf(TlsFileException.class)
                .hasMessage("cert: " + file + ": there is no certificate in it; accepted is a PEM file with"
                        + " -----BEGIN CERTIFICATE-----");
    }

    @Test
    void aCertificateInDerIsRefused() throws Exception {
        Path file = Files.write(folder.resolve("der.crt"),
                Pem.certificates("ca", good.resolve("ca.crt")).get(0).getEncoded());
        assertThatThrownBy(() -> Pem.certificates("ca", file)).isExactlyInstanceOf(TlsFileException.class)
                .hasMessageContaining("there is no certificate in it");
    }

    @Test
    void aChainIsReadInItsOrderWithTextAround() throws IOException {
        String chain = "Certificate:\n    Issuer: CN=España - x\n" + Files.readString(good.resolve("server.crt"))
                + "the authority\n" + Files.readString(good.resolve("ca.crt"));
        Path file = Files.writeString(folder.resolve("chain.crt"), chain, StandardCharsets.ISO_8859_1);
        assertThat(Pem.certificates("cert", file)).extracting(c -> c.getBasicConstraints() >= 0)
                .containsExactly(false, true);
    }

    @Test
    void certificateAndKeyGoTogether() {
        properties.put("cert", good.resolve("client.crt").toString());
        assertRefused("cert and key go together: set both or none");
    }

    @Test
    void aKeyOfAnotherCertificateIsRefused() throws Exception {
        identity();
        properties.put("key", good.resolve("server.key").toString());
        assertRefused("key: " + good.resolve("server.key") + ": it is not the key of the certificate in cert;"
                + " accepted is the key for " + good.resolve("client.crt"));
        Path rsa = folder.resolve("rsa.key");
        Files.writeString(rsa, pem(small(KeyPairGenerator.getInstance("RSA")).generateKeyPair().getPrivate()));
        properties.put("key", rsa.toString());
        assertRefused("key: " + rsa + ": it is not the key of the certificate in cert; accepted is the key for "
                + good.resolve("client.crt"));
    }

    @Test
    void aFileThatIsMissingIsNamed() {
        properties.put("ca", folder.resolve("no.crt").toString());
        assertRefused("ca: " + folder.resolve("no.crt") + " cannot be read: there is no such file");
    }

    /** RSA keys of a usual size take seconds to make. */
    private static KeyPairGenerator small(KeyPairGenerator generator) {
        if (generator.getAlgorithm().equals("RSA")) {
            generator.initialize(1024);
        }
        return generator;
    }

    private void identity() {
        properties.put("cert", good.resolve("client.crt").toString());
        properties.put("key", good.resolve("client.key").toString());
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> TLS.context(this::property)).isExactlyInstanceOf(TlsFileException.class)
                .hasMessage(message);
    }

    private void assertRefused(String key, String password, String reason) {
        assertThatThrownBy(() -> read(key, password)).isExactlyInstanceOf(TlsFileException.class)
                .hasMessageStartingWith("key: " + folder.resolve("some.key") + ": " + reason);
    }

    private PrivateKey read(String key, String password) {
        try {
            return Pem.key("key", Files.writeString(folder.resolve("some.key"), key), Optional.ofNullable(password));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String pem(Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }

    private Optional<String> property(String key) {
        return Optional.ofNullable(properties.get(key));
    }
}
