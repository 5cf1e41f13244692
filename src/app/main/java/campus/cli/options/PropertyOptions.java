package campus.cli.options;

import campus.cli.language.Language;
import java.util.Map;

/** What all commands have: the properties of {@code -D}, before or after the name of a command, and the language. */
public interface PropertyOptions {

    /** Key and value of each; a map that the caller may change. */
    Map<String, String> properties();

    /** The language of what a command says. */
    Language language();

    /** What signals do to a command. */
    Signals signals();
}
