package campus.app;

import campus.base.SettingException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A placeholder in the value of a property cannot be resolved: no command can do anything with such properties. */
public final class PlaceholderException extends SettingException {

    private static final long serialVersionUID = 1L;
    private static final Pattern MISSING = Pattern.compile("key \\[([^]]+)]");

    /**
     * @param key    of the property
     * @param value  of the property; if it is or has a password, nothing of it is shown: there may be braces in it
     * @param reason of Camel, which names the placeholder
     */
    PlaceholderException(String key, String value, String reason) {
        super(key + ": " + named(key + "=" + value.toLowerCase(Locale.ROOT), reason) + " in its value cannot be"
                + " resolved: accepted is {{another.property}}, {{env:VARIABLE}} of a variable that is set, and"
                + " {{env:VARIABLE:otherwise}}");
    }

    private static String named(String property, String reason) {
        Matcher name = MISSING.matcher(reason);
        return name.find() && !PropertyFailures.SECRET.matcher(property).find()
                ? "the placeholder {{" + name.group(1) + "}}" : "a placeholder";
    }
}
