package campus.exchange;

import campus.base.SettingException;
import campus.base.Settings;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import java.util.Properties;
import org.apache.commons.validator.routines.EmailValidator;

/** The mail that confirms to a student that the solution was accepted (lab sheet 2, section 3). */
public final class Confirmation {

    private final String from;
    private final Clock clock;

    private Confirmation(String from, Clock clock) {
        this.from = from;
        this.clock = clock;
    }

    /**
     * Mails from {@code campus.teacher.mail.from}.
     *
     * @throws SettingException where that is no address
     */
    public static Confirmation of(Settings settings, Clock clock) {
        String key = "campus.teacher.mail.from";
        String from = settings.text(key);
        if (!isAddress(from)) {
            throw Settings.invalid(key, from, "a mail address such as campus@localhost");
        }
        return new Confirmation(from, clock);
    }

    /** Whether the address of a solution can be written to at all. */
    public static boolean canBeSent(Solution solution) {
        return isAddress(solution.email());
    }

    /**
     * The mail for an accepted solution.
     *
     * @return RFC 5322 text, as it stands in an .eml file
     * @throws MessagingException where an address is not valid
     */
    public byte[] mail(Solution solution) throws MessagingException {
        MimeMessage mail = new MimeMessage(Session.getInstance(new Properties()));
        mail.setFrom(new InternetAddress(from, true));
        mail.setRecipient(MimeMessage.RecipientType.TO, new InternetAddress(solution.email(), true));
        mail.setSubject("Práctica MQTT: solución aceptada", StandardCharsets.UTF_8.name());
        mail.setSentDate(Date.from(clock.instant()));
        mail.setText("Hola, " + solution.name() + ":\n\nLa solución con el código " + solution.code()
                + " ha sido aceptada y su nombre ha quedado registrado.\n", StandardCharsets.UTF_8.name());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            mail.writeTo(bytes);
        } catch (IOException e) {
            throw new MessagingException("the mail could not be written", e);
        }
        return bytes.toByteArray();
    }

    private static boolean isAddress(String text) {
        return EmailValidator.getInstance(true).isValid(text);
    }

    /** A file name for the mail of a solution: time and code. */
    public String fileName(Solution solution) {
        return clock.instant().toString().replace(":", "") + "-" + solution.code() + ".eml";
    }
}
