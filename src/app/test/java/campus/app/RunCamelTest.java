package campus.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.apache.camel.component.mail.MailConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunCamelTest {

    @ParameterizedTest
    @ValueSource(strings = {"smtp", "smtps"})
    void aMailServerMayTakeTenMinutesToAnswer(String protocol) {
        MailConfiguration mail = new MailConfiguration();
        mail.configureProtocol(protocol);
        RunCamel.waitForAnswers(mail);
        assertThat(mail.getAdditionalJavaMailProperties()).containsEntry("mail." + protocol + ".timeout", "600000");
    }

    @Test
    void anOptionOfTheEndpointWins() {
        MailConfiguration mail = new MailConfiguration();
        mail.configureProtocol("smtp");
        Properties own = new Properties();
        own.put("mail.smtp.timeout", "5000");
        own.put("mail.smtp.starttls.enable", "true");
        mail.setAdditionalJavaMailProperties(own);
        RunCamel.waitForAnswers(mail);
        assertThat(mail.getAdditionalJavaMailProperties()).isEqualTo(own);
    }
}
