package campus.cli.doctor;

import campus.base.Causes;
import campus.base.PrintableText;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Transport;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.mail.JavaMailSender;
import org.apache.camel.component.mail.MailConfiguration;
import org.apache.camel.component.mail.MailEndpoint;
import org.apache.camel.component.mail.MailProducer;

/** Whether the mail server of the teacher takes the login of {@code campus.teacher.mail.to}. It sends no mail. */
record MailCheck(CamelContext camel, DoctorReport report) {

    private static final String KEY = "campus.teacher.mail.to";
    private static final String WHAT = "teacher: mail server";
    private static final int LIMIT_MILLIS = 10_000;

    void check() {
        MailEndpoint endpoint;
        try {
            endpoint = camel.getEndpoint("{{" + KEY + "}}", MailEndpoint.class);
        } catch (RuntimeException e) {
            // Its message has the whole address, and so the password.
            report.wrong(WHAT, "Camel does not know its address, or an option in it", "correct " + KEY);
            return;
        }
        MailConfiguration mail = endpoint.getConfiguration();
        String server = mail.getProtocol() + "://" + mail.getHost() + ":" + mail.getPort();
        mail.setConnectionTimeout(LIMIT_MILLIS);
        try {
            login(endpoint, mail);
            report.ok(WHAT, server + (mail.getPasswordAuthentication().getUserName() == null ? " answers"
                    : " takes the login"));
        } catch (AuthenticationFailedException e) {
            report.wrong(WHAT, server + " refuses the login: " + reason(e), "correct user and password in " + KEY
                    + ": username=...&password=RAW(...)");
        } catch (MessagingException e) {
            report.wrong(WHAT, server + ": " + reason(e), "start it, or correct host, port and transport (smtp, smtps"
                    + " or STARTTLS) in " + KEY);
        }
    }

    private void login(MailEndpoint endpoint, MailConfiguration mail) throws MessagingException {
        PasswordAuthentication user = mail.getPasswordAuthentication();
        try (Transport transport = new Sender(endpoint).get().getSession().getTransport(mail.getProtocol())) {
            transport.connect(mail.getHost(), mail.getPort(), user.getUserName(), user.getPassword());
        }
    }

    private static String reason(MessagingException e) {
        return Causes.of(e).map(Throwable::getMessage).filter(line -> line != null)
                .map(line -> PrintableText.of(line.strip().replaceAll("\\s+", " "))).distinct()
                .collect(Collectors.joining(": "));
    }

    /** Gives what camel-mail sends with, which it makes for itself only. */
    private static final class Sender extends MailProducer {

        Sender(MailEndpoint endpoint) {
            super(endpoint, null);
        }

        JavaMailSender get() {
            Exchange exchange = getEndpoint().createExchange();
            // It makes one for a message with a header of this kind.
            exchange.getMessage().setHeader("mail.smtp.timeout", String.valueOf(LIMIT_MILLIS));
            return getSender(exchange);
        }
    }
}
