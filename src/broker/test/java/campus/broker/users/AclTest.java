package campus.broker.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import campus.base.SettingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The decisions in here were tried on Mosquitto 2.0.11, those on filters with wildcards excepted. */
class AclTest {

    private static final String FILE = """
            # comment
            topic read anon/+

            user u1
            topic readwrite a/#
            topic deny a/no/#
            topic deny p/deny
            topic read $SYS/#
            topic read with blanks/#
            user u2
            topic read a/#
            user u1
            topic write later/x
            topic short
              topic write indented\s\s
            user two words
            topic x
            pattern read p/#
            pattern deny a/pat
            pattern deny q/%u
            pattern readwrite q/+
            pattern readwrite c/%c/#
            pattern write m/%u/%c
            """;

    @TempDir
    Path folder;

    private Acl acl;

    @BeforeEach
    void readFile() {
        acl = read(FILE);
    }

    @ParameterizedTest(name = "{0} as {1} writes {2}: {3}")
    @CsvSource(nullValues = "-", value = {
        "-,   me,   anon/x,          false",
        "u1,  me,   a/x,             true",
        "u1,  me,   a,               true",
        "u1,  me,   a/no,            false",
        "u1,  me,   a/no/x,          false",
        "u1,  me,   later/x,         true",
        "u1,  me,   short,           true",
        "u1,  me,   indented,        true",
        "u1,  me,   p/deny,          false",
        "u1,  me,   a/pat,           true",
        "u2,  me,   a/x,             false",
        "u2,  me,   q/u1,            true",
        "u2,  me,   q/u2,            false",
        "-,   me,   q/u2,            true",
        "u2,  me,   c/me,            true",
        "u2,  me,   c/me/x,          true",
        "u2,  me,   c/you/x,         false",
        "u2,  a/b,  c/a/b/x,         false",
        "u2,  a/b,  q/z,             true",
        "-,   me,   c/me,            false",
        "-,   -,    c/null/x,        false",
        "u2,  m+,   q/z,             false",
        "u2,  #,    q/z,             false",
        "u#,  me,   q/z,             false",
        "u1,  m+,   a/x,             true",
        "u2,  me,   m/u2/me,         true",
        "-,   me,   m/null/me,       false",
        "two words, me, x,           true",
        "nobody, me, a/x,            false",
        "u1,  me,   $SYS/x,          false",
        "u1,  me,   $foo/x,          false",
        "u1,  me,   a/+,             false",
        "u1,  me,   a/#,             false",
        "u1,  me,   '',              false",
    })
    void publishing(String user, String clientId, String topic, boolean allowed) {
        assertThat(acl.mayWrite(user, clientId, topic)).isEqualTo(allowed);
    }

    @ParameterizedTest(name = "{0} as {1} reads {2}: {3}")
    @CsvSource(nullValues = "-", value = {
        "-,   me,   anon/x,            true",
        "-,   me,   anon/+,            true",
        "-,   me,   anon/#,            false",
        "-,   me,   anon,              false",
        "u1,  me,   anon/x,            false",
        "u1,  me,   a/yes,             true",
        "u1,  me,   a/yes/#,           true",
        "u1,  me,   a/#,               false",
        "u1,  me,   a/+,               false",
        "u1,  me,   a/no,              false",
        "u2,  me,   a/#,               true",
        "u2,  me,   #,                 false",
        "u1,  me,   $SYS/#,            true",
        "u1,  me,   $SYS/broker/load,  true",
        "u2,  me,   $SYS/#,            false",
        "u1,  me,   with blanks/x,     true",
        "u1,  me,   later/x,           false",
        "u2,  me,   p/#,               true",
        "u1,  me,   p/#,               false",
        "u1,  me,   p/x,               true",
        "u2,  me,   q/+,               false",
        "u2,  me,   q/u1,              true",
        "-,   me,   q/+,               true",
        "u2,  me,   c/me/#,            true",
        "u2,  a/b,  c/a/b/#,           false",
        "-,   me,   c/me/#,            false",
        "-,   me,   c/+/#,             false",
        "-,   me,   $share/g/anon/x,   true",
        "-,   me,   $share/g/a/x,      false",
        "-,   me,   $share/g/anon/#,   false",
        "-,   me,   $share/g,          false",
        "u2,  me,   a/#/b,             false",
    })
    void subscribing(String user, String clientId, String filter, boolean allowed) {
        assertThat(acl.mayRead(user, clientId, filter)).isEqualTo(allowed);
    }

    @Test
    void aFileWithoutLinesRefusesEverything() {
        Acl empty = read("");

        assertThat(empty.mayWrite(null, "me", "a")).isFalse();
        assertThat(empty.mayRead(null, "me", "a")).isFalse();
    }

    @Test
    void aUserNamedLikeAPlaceholderIsNotExpandedTwice() {
        Acl pattern = read("pattern readwrite own/%u");

        assertThat(pattern.mayWrite("%c", "me", "own/me")).isFalse();
        assertThat(pattern.mayWrite("%c", "me", "own/%c")).isTrue();
    }

    @Test
    void linesMayEndAsOnWindows() {
        assertThat(read("user u\r\ntopic read a/b\r\n").mayRead("u", "me", "a/b")).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(quoteCharacter = '"', delimiter = '|', value = {
        "User x                 | 'User' is not a keyword",
        "topics a               | 'topics' is not a keyword",
        "\"  # indented\"       | '#' is not a keyword",
        "topic                  | the topic filter is missing",
        "pattern                | the topic filter is missing",
        "user                   | the user name is missing",
        "\"user   \"            | the user name is missing",
        "topic my topic         | 'my' is not an access",
        "topic READ a           | 'READ' is not an access",
        "pattern none a         | 'none' is not an access",
        "topic read a/#/b       | 'a/#/b' is not a topic filter",
        "topic a#               | 'a#' is not a topic filter",
        "topic a/+b             | 'a/+b' is not a topic filter",
        "topic read a # comment | 'a # comment' is not a topic filter",
        "\"topic read\ta\"      | there is a tab in it",
        "\"topic\tread a\"      | is not a keyword",
    })
    void aLineThatIsNotUnderstoodIsNamed(String line, String problem) {
        assertThatThrownBy(() -> read("# first\n\n" + line + "\n"))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("campus.broker.acl-file: " + folder.resolve("acl") + " line 3: ")
                .hasMessageContaining(problem)
                .hasMessageContaining("; accepted is ")
                .hasMessageNotContaining("\n");
    }

    @Test
    void aTopicNamedLikeAnAccessIsATopic() {
        assertThat(read("topic read").mayWrite(null, "me", "read")).isTrue();
    }

    @Test
    void aDecisionIsOfOneClientAndOneTopic() {
        Acl acl = read("user ana\ntopic write a/b\npattern write c/%c");
        for (int i = 0; i < 2; i++) {
            assertThat(acl.mayWrite("ana", "x", "a/b")).isTrue();
            assertThat(acl.mayWrite("ben", "x", "a/b")).isFalse();
            assertThat(acl.mayWrite(null, "x", "a/b")).isFalse();
            assertThat(acl.mayWrite("ana", "x", "c/x")).isTrue();
            assertThat(acl.mayWrite("ana", "y", "c/x")).isFalse();
        }
    }

    @Test
    void aFileThatCannotBeReadIsNamed() throws IOException {
        Path missing = folder.resolve("missing");
        Path latin = Files.write(folder.resolve("latin"), "topic año".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> Acl.read(missing)).isInstanceOf(SettingException.class)
                .hasMessage("campus.broker.acl-file: " + missing + " cannot be read: there is no such file");
        assertThatThrownBy(() -> Acl.read(latin)).isInstanceOf(SettingException.class)
                .hasMessage("campus.broker.acl-file: " + latin + " cannot be read: it is not UTF-8 text");
    }

    private Acl read(String text) {
        try {
            return Acl.read(Files.writeString(folder.resolve("acl"), text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
