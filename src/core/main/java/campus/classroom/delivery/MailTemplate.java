package campus.classroom.delivery;

import campus.base.ConfigFile;
import campus.base.SettingException;
import campus.base.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.text.StringSubstitutor;

/**
 * The text of the mail of confirmation, which a teacher may edit: {@code Asunto: } and the subject on the first line, a
 * blank line, the body. The placeholders {@code ${nombre}} and {@code ${codigo}} are the name and the code.
 *
 * @param subject may have placeholders
 * @param body    may have placeholders
 */
record MailTemplate(String subject, String body) {

    private static final String KEY = "campus.teacher.mail.template";
    private static final Pattern FORM = Pattern.compile("\uFEFF?Asunto:([^\n]*\\S[^\n]*)\n[ \t]*\n(.*\\S.*)",
            Pattern.DOTALL);

    /**
     * Reads the file {@code campus.teacher.mail.template}. If that is not set, it is {@code mail.txt} in the data
     * folder, which is copied from the packaged one the first time.
     *
     * @throws SettingException if the file cannot be read, or has another form or another placeholder
     */
    static MailTemplate of(Settings settings) {
        Path file = ConfigFile.editable(settings, KEY, MailTemplate.class, "mail.txt");
        String accepted = "a text file in UTF-8: 'Asunto: ' and the subject, a blank line, the text, with ${nombre} and"
                + " ${codigo}";
        try {
            Matcher matcher = FORM.matcher(Files.readString(file, StandardCharsets.UTF_8).replace("\r\n", "\n"));
            if (!matcher.matches()) {
                throw new SettingException(KEY + ": " + file + " has another form; accepted is " + accepted);
            }
            MailTemplate template = new MailTemplate(matcher.group(1).strip(), matcher.group(2));
            template.filled(Map.of("nombre", "", "codigo", ""));
            return template;
        } catch (IOException e) {
            throw new SettingException(KEY + ": " + file + " cannot be read (" + ConfigFile.reason(e)
                    + "); accepted is " + accepted);
        } catch (IllegalArgumentException e) {
            // It names the placeholder in quotes.
            throw new SettingException(KEY + ": " + file + " has another placeholder, "
                    + e.getMessage().replaceFirst("(?s)[^']*'([^']*)'.*", "\\${$1}") + "; accepted is " + accepted);
        }
    }

    /**
     * With values instead of the placeholders. A name is inserted as it is, even if it looks like a placeholder.
     *
     * @throws IllegalArgumentException if there is no value for a placeholder
     */
    MailTemplate filled(Map<String, String> values) {
        StringSubstitutor filler = new StringSubstitutor(values).setDisableSubstitutionInValues(true)
                .setEnableUndefinedVariableException(true);
        return new MailTemplate(filler.replace(subject), filler.replace(body));
    }
}
