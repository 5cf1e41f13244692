package campus.cli.options;

import java.util.Map;

/** The properties that the command line sets with {@code -D}, before or after the name of a command. */
public interface PropertyOptions {

    /** Key and value of each; a map that the caller may change. */
    Map<String, String> properties();
}
