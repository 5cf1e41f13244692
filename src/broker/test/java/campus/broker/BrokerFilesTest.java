package campus.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import campus.base.SettingException;
import campus.base.Settings;
import campus.broker.certificates.Certificates;
import campus.broker.limits.LimitsFile;
import campus.broker.users.Acl;
import campus.broker.users.Passwords;
import campus.link.tls.TlsFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerFilesTest {

    private final Map<String, String> properties = new HashMap<>();
    @TempDir
    private Path folder;

    @BeforeEach
    void setProperties() throws IOException {
        properties.putAll(LimitsFile.read());
        properties.putAll(Map.of("campus.data-dir", folder.toString(), "campus.broker.host", "127.0.0.1",
                "campus.broker.port", "0", "campus.broker.sys-interval", "10s",
                "campus.sensors.building", "EDIFICIO_1", "campus.exchange.response-topic", "DST/RESPUESTA"));
        Map.of("dst", "campus.student", "profesor", "campus.teacher", "edificio", "campus.building").forEach(
                (user, prefix) -> properties.putAll(Map.of(prefix + ".username", user,
                        prefix + ".password", BrokerFixture.USERS.get(user))));
    }

    @Test
    void usersAndPermissionsAreMadeOfTheProperties() {
        BrokerConfig config = config("EDIFICIO_2", "EDIFICIO_3");
        Passwords passwords = Passwords.read(config.passwordFile());
        assertThat(BrokerFixture.USERS).allSatisfy(
                (user, password) -> assertThat(passwords.matches(user, password)).as(user).isTrue());
        Acl acl = Acl.read(config.aclFile());
        for (String building : List.of("EDIFICIO_1", "EDIFICIO_2", "EDIFICIO_3")) {
            assertThat(acl.mayWrite("edificio", "any", building + "/P_1/N/1/TEMP")).as(building).isTrue();
        }
        assertThat(acl.mayWrite("edificio", "any", "EDIFICIO_4/P_1/N/1/TEMP")).isFalse();
        assertThat(acl.mayRead("dst", "me", "DST/RESPUESTA/me/1")).isTrue();
        assertThat(config.tls()).isEmpty();
    }

    @Test
    void everybodyMayReadAndWriteWhatIsPublic() {
        properties.put("campus.broker.public", "salon/#, /MIOT/#,EDIFICIO_puesto07/#");
        Acl acl = Acl.read(config().aclFile());
        for (String user : Arrays.asList(null, "dst", "profesor", "edificio")) {
            for (String topic : List.of("salon/x", "/MIOT/x", "EDIFICIO_puesto07/P_1/N/1/TEMP")) {
                assertThat(acl.mayWrite(user, "any", topic) && acl.mayRead(user, "any", topic)).as(topic).isTrue();
            }
        }
        assertThat(acl.mayWrite(null, "any", "EDIFICIO_puesto08/x")).isFalse();
        properties.put("campus.broker.public", "");
        assertThat(Acl.read(config().aclFile()).mayRead(null, "any", "salon/x")).isFalse();
    }

    @Test
    void twoListenersWithOnePortAreTold() {
        properties.putAll(Map.of("campus.broker.port", "1883", "campus.broker.ws.port", "1883"));
        assertThatThrownBy(this::config).isInstanceOf(SettingException.class).hasMessage("campus.broker.ws.port=1883"
                + " cannot be used: accepted is another port than that of campus.broker.port");
        properties.putAll(Map.of("campus.broker.port", "0", "campus.broker.ws.port", "0"));
        assertThat(config().ports()).containsEntry(Listener.TCP, 0).containsEntry(Listener.WEB_SOCKET, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"#", "+/x", "$SYS/#", "a/#/b", "salon/#,a\nuser profesor"})
    void aPublicFilterThatCannotBeUsedIsTold(String filters) {
        properties.put("campus.broker.public", filters);
        assertThatThrownBy(this::config).isInstanceOf(SettingException.class)
                .hasMessageStartingWith("campus.broker.public=").hasMessageContaining("accepted is topic filters");
    }

    @Test
    void filesThatPropertiesNameAreNotTouched() throws IOException {
        Path acl = Files.writeString(folder.resolve("own-acl"), "topic readwrite #\n");
        Path passwords = Files.writeString(folder.resolve("own-passwords"), "");
        properties.put("campus.broker.acl-file", acl.toString());
        properties.put("campus.broker.password-file", passwords.toString());
        assertThat(config().aclFile()).isEqualTo(acl).hasContent("topic readwrite #\n");
        assertThat(config().passwordFile()).isEqualTo(passwords).hasContent("");
        assertThat(folder.resolve("broker")).doesNotExist();
    }

    @Test
    void certificatesAreMadeOnceIfASecureListenerNeedsThem() throws IOException {
        properties.put("campus.broker.tls.client-port", "0");
        assertThat(config().tls()).isPresent();
        Path certificate = folder.resolve("broker/certificates/server.crt");
        String first = Files.readString(certificate);
        assertThat(config().tls()).isPresent();
        assertThat(certificate).hasContent(first);
    }

    @Test
    void aTlsFileThatCannotBeUsedIsReportedWithItsProperty() throws IOException {
        Path made = folder.resolve("made");
        Certificates.make(made, List.of(), false, Clock.systemUTC());
        Path missing = folder.resolve("no.crt");
        setTls(missing, made.resolve("server.key"));
        assertRefused("campus.broker.tls.cert: " + missing + " cannot be read: there is no such file");

        Path empty = Files.writeString(folder.resolve("empty.crt"), "");
        setTls(empty, made.resolve("server.key"));
        assertRefused("campus.broker.tls.cert: " + empty + ": there is no certificate in it; accepted is a PEM file"
                + " with -----BEGIN CERTIFICATE-----");

        setTls(made.resolve("server.crt"), made.resolve("client.key"));
        assertRefused("campus.broker.tls.key: " + made.resolve("client.key") + ": it is not the key of the certificate"
                + " in campus.broker.tls.cert; accepted is the key for " + made.resolve("server.crt"));

        properties.remove("campus.broker.tls.key");
        assertRefused("campus.broker.tls.cert and campus.broker.tls.key go together: set both or none");
    }

    @Test
    void aListenerForClientCertificatesNeedsTheirAuthority() throws IOException {
        Path made = folder.resolve("made");
        Certificates.make(made, List.of(), false, Clock.systemUTC());
        setTls(made.resolve("server.crt"), made.resolve("server.key"));
        properties.put("campus.broker.tls.client-port", "0");
        assertThatThrownBy(this::config).isInstanceOf(SettingException.class)
                .hasMessageStartingWith("campus.broker.tls.cafile is not set");
    }

    private void setTls(Path certificate, Path key) {
        properties.putAll(Map.of("campus.broker.tls.port", "0", "campus.broker.tls.cert", certificate.toString(),
                "campus.broker.tls.key", key.toString()));
    }

    private void assertRefused(String message) {
        assertThatThrownBy(this::config).isInstanceOf(TlsFileException.class).hasMessage(message);
    }

    private BrokerConfig config(String... buildings) {
        return BrokerFiles.config(Settings.of(properties), this::resolve, List.of(buildings));
    }

    private String resolve(String text) {
        String resolved = text;
        for (Map.Entry<String, String> property : properties.entrySet()) {
            resolved = resolved.replace("{{" + property.getKey() + "}}", property.getValue());
        }
        return resolved;
    }
}
