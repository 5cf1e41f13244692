package campus.cli.options;

import campus.cli.language.Language;
import java.util.Map;

/**
 * What the program gives each command: the properties of {@code -D}, before or after the name of the command, the
 * language, and what signals do.
 */
public interface PropertyOptions {

    /** Key and value of each; a map that the caller may change. */
    Map<String, String> properties();

    /** The language of what a command says. */
    Language language();

    /** What signals do to a command. */
    Signals signals();
}
