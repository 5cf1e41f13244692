package campus.app;

import campus.base.SettingException;

/** A placeholder in the value of a property cannot be resolved: no command can do anything with such properties. */
public final class PlaceholderException extends SettingException {

    private static final long serialVersionUID = 1L;

    /** @param key of the property; its value may be a password with braces in it, and is not told */
    PlaceholderException(String key) {
        super(key + ": a placeholder in its value cannot be resolved: accepted is {{another.property}},"
                + " {{env:VARIABLE}} of a variable that is set, and {{env:VARIABLE:otherwise}}");
    }
}
