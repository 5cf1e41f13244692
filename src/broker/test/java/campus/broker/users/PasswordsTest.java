package campus.broker.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import campus.base.SettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {

    /** Made by mosquitto_passwd 2.0.11 with the passwords "secret", "pä ss:1" and, with -H sha512, "secret". */
    private static final String PBKDF2 = "$7$101$CqOkYv/eg73aKiOe$"
            + "tiOEFX0W5A6yLsI393p5nkZ0chnmQCIz42KfSgx/wN8uUWF13+vOKzJOZgagAsv2utxbFYDtDNY80w4AwoaQFA==";
    private static final String PBKDF2_NOT_ASCII = "$7$101$KnWkpAjUCcYzZZon$"
            + "BxKH0lLKPnALUrqJkNKY77ivLniESEe4Afc1oRE3x3buvzF2y1RweJ8B6dT6UNnhCPBUcdqZUSuV24oRNB+lig==";
    private static final String SHA512 = "$6$oeLr9Jgne3ScAFcO$"
            + "a9BEOGeUoCEAkpOuPyZEYzBcSN2rMGwEsEqwbC1cZuHWgA42A3FRfJMGfuiTrMrIV2wZyr0hLkgj70YYp54z2g==";

    @TempDir
    Path folder;

    @Test
    void hashesOfMosquitto() throws IOException {
        Passwords passwords = read("# users", "", "u1:" + PBKDF2, "u2:" + PBKDF2_NOT_ASCII, "u3:" + SHA512);

        assertThat(passwords.matches("u1", "secret")).isTrue();
        assertThat(passwords.matches("u2", "pä ss:1")).isTrue();
        assertThat(passwords.matches("u3", "secret")).isTrue();

        assertThat(passwords.matches("u1", "Secret")).isFalse();
        assertThat(passwords.matches("u1", "")).isFalse();
        assertThat(passwords.matches("u1", null)).isFalse();
        assertThat(passwords.matches("u3", "secret ")).isFalse();
        assertThat(passwords.matches("u3", "")).isFalse();
        assertThat(passwords.matches("nobody", "secret")).isFalse();
        assertThat(passwords.matches(null, "secret")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "u1:$argon2id$v=19$m=47104,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNo",
        "u1:secret", "u1:", "u1:$5$c2FsdA==$aGFzaA==", "u1:$7$101$c2FsdA==", "u1:$7$0$c2FsdA==$aGFzaA==",
        "u1:$7$101$!$aGFzaA==", "u1:$7$x$c2FsdA==$aGFzaA==", "u1:$6$c2FsdA==$aGFzaA==",
    })
    void anotherFormatIsRefusedWithTheWayOut(String line) {
        assertThatThrownBy(() -> read("# users", line))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("campus.broker.password-file: " + folder.resolve("passwords") + " line 2: ")
                .hasMessageContaining("$7$ITERATIONS$SALT$HASH or $6$SALT$HASH")
                .hasMessageContaining("mosquitto_passwd -H sha512-pbkdf2")
                .hasMessageNotContainingAny("secret", "aGFzaA", "c2FsdA", "\n");
    }

    @Test
    void aLineWithoutUserIsRefused() {
        assertThatThrownBy(() -> read("just words")).isInstanceOf(SettingException.class)
                .hasMessageContaining("line 1: there is no user name with a colon behind it")
                .hasMessageNotContaining("just words");
        assertThatThrownBy(() -> read(":" + SHA512)).isInstanceOf(SettingException.class);
        assertThatThrownBy(() -> read("u:" + SHA512, "u:" + PBKDF2)).isInstanceOf(SettingException.class)
                .hasMessageContaining("line 2: user u is there a second time");
    }

    @Test
    void writtenFilesAreReadableToTheOwnerOnlyAndMatch() throws IOException {
        Path file = folder.resolve("new/folder/passwords");

        Passwords.write(file, Map.of("dst", "dst", "profesor", "ñandú: x"));

        Passwords passwords = Passwords.read(file);
        assertThat(passwords.matches("dst", "dst")).isTrue();
        assertThat(passwords.matches("profesor", "ñandú: x")).isTrue();
        assertThat(passwords.matches("profesor", "dst")).isFalse();
        assertThat(Files.readAllLines(file)).hasSize(2)
                .allMatch(line -> line.matches("\\w+:\\$7\\$101\\$.{16}\\$.{88}"));
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        }
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void everyFileHasItsOwnSalts() throws IOException {
        Path file = folder.resolve("passwords");
        Passwords.write(file, Map.of("a", "same"));
        List<String> first = Files.readAllLines(file);
        Passwords.write(file, Map.of("a", "same"));

        assertThat(Files.readAllLines(file)).hasSize(1).isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a:b", " a", "a\nb", "#a"})
    void namesThatCannotStandInTheFileAreRefused(String user) {
        assertThatThrownBy(() -> Passwords.write(folder.resolve("passwords"), Map.of(user, "topsecret")))
                .isInstanceOf(SettingException.class).hasMessageNotContaining("topsecret");
        assertThat(folder.resolve("passwords")).doesNotExist();
    }

    @Test
    void anEmptyPasswordIsRefused() {
        assertThatThrownBy(() -> Passwords.write(folder.resolve("passwords"), Map.of("dst", "")))
                .isInstanceOf(SettingException.class).hasMessageContaining("user dst is empty");
    }

    private Passwords read(String... lines) throws IOException {
        return Passwords.read(Files.write(folder.resolve("passwords"), List.of(lines)));
    }
}
