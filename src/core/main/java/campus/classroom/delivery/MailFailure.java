package campus.classroom.delivery;

import campus.base.Causes;
import campus.base.PrintableText;
import java.util.Optional;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;

/** Why a mail could not be sent. */
final class MailFailure {

    private static final int PERMANENT = 500;

    private MailFailure() {
    }

    /**
     * The line with which a mail server refuses a mail for good: a reply of 5xx to its address or its text (RFC 5321
     * section 4.2.1). Empty if another attempt may succeed; a wrong password and a sender that the server refuses
     * concern all mails, and may be mended.
     */
    static Optional<String> refusal(Throwable failure) {
        return Causes.of(failure).filter(cause -> code(cause) >= PERMANENT).map(MailFailure::line).findFirst();
    }

    private static int code(Throwable cause) {
        if (cause instanceof SMTPAddressFailedException address) {
            return address.getReturnCode();
        }
        return cause instanceof SMTPSendFailedException text && !text.getCommand().startsWith("MAIL FROM")
                ? text.getReturnCode() : 0;
    }

    private static String line(Throwable cause) {
        return PrintableText.of(cause.getMessage().strip().replaceAll("\\s+", " "));
    }
}
