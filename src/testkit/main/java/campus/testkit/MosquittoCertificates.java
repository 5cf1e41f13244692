package campus.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** A certificate authority of the test's own, by the JDK's keytool. */
public final class MosquittoCertificates {

    private static final String PASSWORD = "password";

    private final Path folder;
    private final Path store;

    public MosquittoCertificates(Path folder) throws Exception {
        this.folder = folder;
        this.store = folder.resolve("keys.p12");
        keytool("ca", "CN=Campus test CA", "-ext", "bc:c", "-validity", "30");
        pem("ca");
    }

    /** The file with the certificate of the authority. */
    public Path authority() {
        return folder.resolve("ca.crt");
    }

    /**
     * Signs a certificate.
     *
     * @param san     subject alternative name as keytool writes it, such as {@code ip:127.0.0.1}
     * @param expired whether it was valid only in the past
     * @return lines for a listener of mosquitto.conf
     */
    public List<String> sign(String alias, String san, boolean expired) throws Exception {
        keytool(alias, "CN=" + alias, "-signer", "ca", "-ext", "san=" + san, "-startdate", expired ? "-20d" : "-1d",
                "-validity", "10");
        pem(alias);
        return List.of("certfile " + folder.resolve(alias + ".crt"), "keyfile " + folder.resolve(alias + ".key"));
    }

    /** Sockets that trust the authority; with a client certificate where an alias is given. */
    public SSLSocketFactory sockets(String alias) throws GeneralSecurityException, IOException {
        KeyStore all = load();
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("ca", all.getCertificate("ca"));
        TrustManagerFactory trusts = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusts.init(trust);
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        if (alias != null) {
            own.setKeyEntry(alias, all.getKey(alias, PASSWORD.toCharArray()), PASSWORD.toCharArray(),
                    all.getCertificateChain(alias));
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trusts.getTrustManagers(), null);
        return context.getSocketFactory();
    }

    private void keytool(String alias, String name, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-keyalg", "EC",
                "-groupname", "secp256r1", "-alias", alias, "-dname", name, "-keystore", store.toString(),
                "-storetype", "PKCS12", "-storepass", PASSWORD));
        command.addAll(List.of(more));
        Path output = folder.resolve("keytool.txt");
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(output.toFile()).start();
        if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException("keytool: " + Files.readString(output));
        }
    }

    private void pem(String alias) throws GeneralSecurityException, IOException {
        KeyStore all = load();
        Files.writeString(folder.resolve(alias + ".crt"),
                pem("CERTIFICATE", all.getCertificate(alias).getEncoded()));
        Files.writeString(folder.resolve(alias + ".key"),
                pem("PRIVATE KEY", all.getKey(alias, PASSWORD.toCharArray()).getEncoded()));
    }

    private static String pem(String type, byte[] content) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(content)
                + "\n-----END " + type + "-----\n";
    }

    private KeyStore load() throws GeneralSecurityException, IOException {
        KeyStore all = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            all.load(in, PASSWORD.toCharArray());
        }
        return all;
    }
}
