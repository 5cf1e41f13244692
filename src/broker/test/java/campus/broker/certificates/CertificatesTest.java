package campus.broker.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import campus.base.SettingException;
import campus.link.tls.Pem;
import campus.link.tls.TlsFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificatesTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    @TempDir
    private Path temporary;

    private Path folder() {
        return temporary.resolve("new/class");
    }

    @Test
    void theBrokersCertificateIsForThisMachineAndTheHostsNamed() throws Exception {
        assertThat(Certificates.make(folder(), List.of("broker.example", "192.0.2.7", "2001:db8::7"), false, CLOCK))
                .startsWith("localhost", "127.0.0.1", "::1").endsWith("broker.example", "192.0.2.7", "2001:db8::7");
        assertThat(certificate("server").getSubjectAlternativeNames()).contains(
                List.of(2, "localhost"), List.of(7, "127.0.0.1"), List.of(7, "0:0:0:0:0:0:0:1"),
                List.of(2, "broker.example"), List.of(7, "192.0.2.7"), List.of(7, "2001:db8:0:0:0:0:0:7"));
    }

    @Test
    void theAuthoritySignsForTenYearsAndTheOthersLast825Days() throws Exception {
        Certificates.make(folder(), List.of(), false, CLOCK);
        X509Certificate authority = certificate("ca");
        authority.verify(authority.getPublicKey());
        assertThat(authority.getBasicConstraints()).isZero();
        assertThat(life(authority)).isEqualTo(Duration.ofDays(3650));
        for (String name : List.of("server", "client")) {
            X509Certificate signed = certificate(name);
            signed.verify(authority.getPublicKey());
            signed.checkValidity(Date.from(NOW.minus(Duration.ofMinutes(59))));
            assertThat(signed.getBasicConstraints()).as("%s is no authority", name).isEqualTo(-1);
            assertThat(life(signed)).isEqualTo(Duration.ofDays(825));
            assertThat(signed.getExtendedKeyUsage()).containsExactly(
                    "1.3.6.1.5.5.7.3." + (name.equals("server") ? "1" : "2"));
        }
    }

    @Test
    void onlyTheOwnerReadsTheKeys() throws IOException {
        Certificates.make(folder(), List.of(), false, CLOCK);
        assumeThat(Files.getFileStore(folder()).supportsFileAttributeView("posix")).isTrue();
        for (String key : List.of("ca.key", "server.key", "client.key")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder().resolve(key)))).as(key)
                    .isEqualTo("rw-------");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"server.crt", "server.key", "client.crt", "client.key"})
    void nothingIsOverwrittenUnlessForced(String name) throws IOException {
        Path existing = Files.createDirectories(folder()).resolve(name);
        Files.writeString(existing, "mine");
        assertThatThrownBy(() -> Certificates.make(folder(), List.of(), false, CLOCK))
                .isExactlyInstanceOf(SettingException.class).hasMessageStartingWith(existing + " exists: ")
                .hasMessageContaining("--force");
        assertThat(folder()).isDirectoryContaining("glob:**" + name);
        assertThat(existing).hasContent("mine");
        assertThat(Files.list(folder())).hasSize(1);

        Certificates.make(folder(), List.of(), true, CLOCK);
        assertThat(Files.readString(existing)).startsWith("-----BEGIN ");
    }

    @Test
    void theAuthorityStaysAndSignsAgain() throws Exception {
        Certificates.make(folder(), List.of(), false, CLOCK);
        String authority = Files.readString(folder().resolve("ca.crt"));
        String server = Files.readString(folder().resolve("server.crt"));
        Certificates.make(folder(), List.of("later.example"), true, CLOCK);
        assertThat(folder().resolve("ca.crt")).hasContent(authority);
        assertThat(Files.readString(folder().resolve("server.crt"))).isNotEqualTo(server);
        certificate("server").verify(certificate("ca").getPublicKey());
    }

    @Test
    void anAuthorityWithoutItsKeyCannotSign() throws IOException {
        Certificates.make(folder(), List.of(), false, CLOCK);
        Files.delete(folder().resolve("ca.key"));
        assertThatThrownBy(() -> Certificates.make(folder(), List.of(), true, CLOCK))
                .isExactlyInstanceOf(TlsFileException.class)
                .hasMessage("ca.key: " + folder().resolve("ca.key") + " cannot be read: there is no such file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "", "tcp://host", "host:8883", "a,b", "-x", "ñ"})
    void aTextThatIsNoHostIsRefused(String host) {
        assertThatThrownBy(() -> Certificates.make(folder(), List.of(host), false, CLOCK))
                .isExactlyInstanceOf(SettingException.class)
                .hasMessageStartingWith("host '" + host + "' cannot stand in a certificate");
        assertThat(folder()).doesNotExist();
    }

    private X509Certificate certificate(String name) {
        return Pem.certificates(name, folder().resolve(name + ".crt")).get(0);
    }

    private static Duration life(X509Certificate certificate) {
        return Duration.between(certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant());
    }
}
