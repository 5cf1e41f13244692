package campus.classroom.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.junit.jupiter.api.Test;

class MailFailureTest {

    @Test
    void aReplyOf5xxRefusesAMailForGood() throws AddressException {
        assertThat(MailFailure.refusal(new SendFailedException("Invalid Addresses",
                address(550, "550 5.1.1 no\r\nuser")))).contains("550 5.1.1 no user");
        assertThat(MailFailure.refusal(new RuntimeException(text(554, "554 spam")))).contains("554 spam");
    }

    @Test
    void anythingElseMayPass() throws AddressException {
        assertThat(MailFailure.refusal(address(450, "450 greylisted"))).isEmpty();
        assertThat(MailFailure.refusal(text(452, "452 disk full"))).isEmpty();
        assertThat(MailFailure.refusal(new SMTPSendFailedException("MAIL FROM:<campus@localhost>", 550,
                "550 sender refused", null, null, null, null))).isEmpty();
        assertThat(MailFailure.refusal(new AuthenticationFailedException("535 wrong password"))).isEmpty();
        assertThat(MailFailure.refusal(new IOException("Connection refused"))).isEmpty();
    }

    private static SMTPAddressFailedException address(int code, String line) throws AddressException {
        return new SMTPAddressFailedException(new InternetAddress("ana@upv.es"), "RCPT TO", code, line);
    }

    private static SMTPSendFailedException text(int code, String line) {
        return new SMTPSendFailedException("DATA", code, line, null, null, null, null);
    }
}
