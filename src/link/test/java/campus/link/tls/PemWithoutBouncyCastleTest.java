package campus.link.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link Pem} in a class loader whose class path lacks Bouncy Castle, as in a program that does not depend on it. */
class PemWithoutBouncyCastleTest {

    @TempDir
    private Path folder;

    private URLClassLoader loader;

    @BeforeEach
    void load() {
        URL[] classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)).map(Path::of)
                .filter(entry -> !entry.getFileName().toString().matches("bc(prov|pkix|util)-.*"))
                .map(PemWithoutBouncyCastleTest::url).toArray(URL[]::new);
        loader = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader());
    }

    @AfterEach
    void unload() throws IOException {
        loader.close();
    }

    @Test
    void theClassLoaderHasNoBouncyCastle() {
        assertThatThrownBy(() -> loader.loadClass("org.bouncycastle.openssl.PEMParser"))
                .isInstanceOf(ClassNotFoundException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void readsAPkcs8Key(String algorithm) throws Throwable {
        PrivateKey key = key(algorithm);

        assertThat(read(pem("PRIVATE KEY", key.getEncoded()), Optional.empty())).isEqualTo(key);
    }

    @Test
    void refusesAnOpenSslRsaKeyWithTheRemedy() throws Exception {
        Path file = pem("RSA PRIVATE KEY", new byte[] {0x30, 0});

        assertNeedsBouncyCastle(file, Optional.empty());
    }

    @Test
    void refusesAnEncryptedKeyWithTheRemedy() throws Exception {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(new JcaPKCS8Generator(key("EC"),
                    new JceOpenSSLPKCS8EncryptorBuilder(JcaPKCS8Generator.AES_256_CBC)
                            .setProvider(new BouncyCastleProvider()).setPassword("secret".toCharArray()).build()));
        }
        Path file = Files.writeString(folder.resolve("encrypted.key"), text.toString());

        assertNeedsBouncyCastle(file, Optional.of("secret"));
    }

    private void assertNeedsBouncyCastle(Path file, Optional<String> password) {
        assertThatThrownBy(() -> read(file, password)).satisfies(failure ->
                assertThat(failure.getClass().getName()).isEqualTo(TlsFileException.class.getName()))
                .hasMessage("campus.tls.key: " + file + ": the key has a form that needs Bouncy Castle; accepted is"
                        + " PKCS#8 (openssl pkcs8 -topk8 -nocrypt -in " + file + " -out NEW.key), or any form if"
                        + " org.bouncycastle:bcpkix-jdk18on is on the class path");
    }

    private Object read(Path file, Optional<String> password) throws Throwable {
        try {
            return loader.loadClass(Pem.class.getName()).getMethod("key", String.class, Path.class, Optional.class)
                    .invoke(null, "campus.tls.key", file, password);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static PrivateKey key(String algorithm) throws Exception {
        return KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPrivate();
    }

    private Path pem(String label, byte[] der) throws IOException {
        return Files.writeString(folder.resolve("a.key"), "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + label + "-----\n");
    }

    private static URL url(Path entry) {
        try {
            return entry.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }
}
