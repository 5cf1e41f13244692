package campus.classroom.delivery;

import campus.base.PrintableText;
import campus.base.SettingException;
import campus.base.Settings;
import campus.classroom.Solution;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Map;
import java.util.Properties;
import org.apache.commons.validator.routines.EmailValidator;

/**
 * The mail that confirms to a student that the solution was accepted (lab sheet 2, section 3).
 *
 * @param from     address of the teacher
 * @param overSmtp whether mails go to a mail server
 * @param template text of the mails
 * @param session  one for all mails, as Jakarta Mail looks for its configuration files each time it makes one
 */
public record ConfirmationMail(String from, boolean overSmtp, MailTemplate template, Session session) {

    /**
     * Mails from the address {@code campus.teacher.mail.from}, with the text of {@link MailTemplate}.
     *
     * @throws SettingException if the address or the template cannot be used
     */
    public static ConfirmationMail of(Settings settings) {
        String key = "campus.teacher.mail.from";
        String from = settings.text(key);
        if (!EmailValidator.getInstance(true).isValid(from)) {
            throw Settings.invalid(key, from, "a mail address such as campus@localhost");
        }
        return new ConfirmationMail(from, settings.text("campus.teacher.mail.to").matches("smtps?:.*"),
                MailTemplate.of(settings), Session.getInstance(new Properties()));
    }

    /**
     * The mail for an accepted solution. Each call gives the same mail with the same Message-ID, so that a mail server
     * or a reader recognizes a second delivery.
     *
     * @throws MessagingException if an address is not valid
     */
    public MimeMessage message(MailDelivery delivery) throws MessagingException {
        Solution solution = delivery.solution();
        MimeMessage mail = new MimeMessage(session) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", "<" + name(delivery) + "@campus>");
            }
        };
        mail.setFrom(new InternetAddress(from, true));
        mail.setRecipient(MimeMessage.RecipientType.TO, new InternetAddress(ascii(solution.email()), true));
        MailTemplate text = template.filled(Map.of("nombre", solution.name(), "codigo", solution.code()));
        mail.setSubject(PrintableText.of(text.subject()), StandardCharsets.UTF_8.name());
        mail.setSentDate(Date.from(delivery.redeemed()));
        mail.setText(text.body(), StandardCharsets.UTF_8.name());
        mail.saveChanges();
        return mail;
    }

    /** The address with its domain in ASCII (RFC 5891), which every mail server takes. */
    private static String ascii(String address) {
        int at = address.lastIndexOf('@');
        try {
            return address.substring(0, at + 1) + IDN.toASCII(address.substring(at + 1));
        } catch (IllegalArgumentException e) {
            return address;
        }
    }

    /**
     * The mail as a file.
     *
     * @return RFC 5322 text, the content of an .eml file
     * @throws MessagingException if an address is not valid
     */
    public byte[] eml(MailDelivery delivery) throws MessagingException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            message(delivery).writeTo(bytes);
        } catch (IOException e) {
            throw new MessagingException("the mail could not be written", e);
        }
        return bytes.toByteArray();
    }

    /**
     * The mail for the endpoint {@code campus.teacher.mail.to}: a message for a mail server, else RFC 5322 text.
     *
     * @throws MessagingException if an address is not valid
     */
    public Object content(MailDelivery delivery) throws MessagingException {
        return overSmtp ? message(delivery) : eml(delivery);
    }

    /** The file name of a mail, the same for each call. */
    public String fileName(MailDelivery delivery) {
        return name(delivery) + ".eml";
    }

    private static String name(MailDelivery delivery) {
        return delivery.redeemed().toString().replace(":", "") + "-" + delivery.solution().code() + "-" + delivery.id();
    }
}
