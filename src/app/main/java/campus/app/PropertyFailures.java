package campus.app;

import campus.base.Causes;
import campus.base.PackagedProperties;
import campus.base.SettingException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.spi.EndpointUriFactory;
import org.apache.camel.util.StringHelper;

/**
 * Finds the property that caused an exception of Camel, so that the message names what the user wrote.
 */
final class PropertyFailures {

    /** The keys of values that are not shown. */
    static final Pattern SECRET = Pattern.compile(".*(password|secret|token|url|uri).*");

    private static final Pattern UNKNOWN = Pattern.compile("Unknown parameters=\\[\\{(\\w+)=");

    private final Properties properties;
    private final CamelContext camel;

    /** @param properties with their placeholders resolved, where that is possible; a record would print them */
    PropertyFailures(Properties properties, CamelContext camel) {
        this.properties = properties;
        this.camel = camel;
    }

    /** An exception that names the property if there is one behind the failure, else the failure itself. */
    Exception explain(Exception failure) {
        return Causes.of(failure)
                .flatMap(cause -> explained(cause).stream())
                .findFirst()
                .<Exception>map(explained -> explained)
                .orElse(failure);
    }

    private Optional<SettingException> explained(Throwable cause) {
        if (cause instanceof SettingException e) {
            return Optional.of(e);
        }
        if (cause instanceof PropertyBindingException e && e.getOptionPrefix() != null) {
            String key = e.getOptionPrefix() + "." + StringHelper.camelCaseToDash(e.getOptionKey());
            return Optional.of(new SettingException(shown(key.replace("..", "."), e.getValue())
                    + " cannot be used: " + reason(e, "there is no such option")));
        }
        if (cause instanceof ResolveEndpointFailedException e) {
            return endpoint(e.getUri(), e);
        }
        if (cause instanceof NoSuchEndpointException e) {
            return endpoint(e.getUri(), e);
        }
        if (cause instanceof ClassNotFoundException) {
            String named = "#class:" + cause.getMessage();
            return key(value -> value.startsWith(named)).map(key -> new SettingException(key + "=" + named
                    + " cannot be used: accepted is the name of a class of the program"));
        }
        return Optional.empty();
    }

    private Optional<SettingException> endpoint(String uri, Exception e) {
        String wanted = withoutOptions(uri);
        return key(value -> !wanted.isBlank() && withoutOptions(value).equals(wanted))
                .map(key -> new SettingException(key + "=" + shown(properties.getProperty(key))
                        + " cannot be used: " + reason(e, "accepted is the URI of a Camel endpoint")))
                .or(() -> Causes.root(e) instanceof SettingException ? Optional.empty() : options(uri, e));
    }

    /** The property may have no endpoint, but options for one of the routes, as those of a session. */
    private Optional<SettingException> options(String uri, Exception e) {
        List<String> parts = List.of(uri.split("[?&]"));
        return key(value -> value.contains("=") && parts.containsAll(List.of(value.split("&"))))
                .map(key -> new SettingException(key + ": " + reason(e, "accepted are options of a URI")));
    }

    private Optional<String> key(Predicate<String> value) {
        return properties.stringPropertyNames().stream().filter(key -> value.test(properties.getProperty(key)))
                .findFirst();
    }

    /** A component of Camel may have a hundred options: the nearest one, else all. */
    private String noOption(String option, String uri) {
        EndpointUriFactory factory = camel.getCamelContextExtension()
                .getEndpointUriFactory(uri.replaceFirst(":.*", ""));
        Set<String> names = factory == null ? Set.of() : new TreeSet<>(factory.propertyNames());
        return "there is no option " + option + PackagedProperties.near(option, names)
                .map(near -> ": did you mean " + near + "?")
                .orElse(names.isEmpty() ? "" : ": accepted is " + String.join(", ", names));
    }

    private static String shown(String key, Object value) {
        return SECRET.matcher(key).matches() ? key : key + "=" + value;
    }

    /**
     * The part of an endpoint's URI that may be shown, without options, user and password: a folder or a log as it is,
     * of any other endpoint the scheme and what follows the user, such as the host.
     */
    static String shown(String uri) {
        String path = uri.replaceFirst("(?s)\\?.*", "");
        return path.matches("(?s)(file|lines|log):.*") ? path
                : path.replaceFirst("(?s)^([A-Za-z0-9+.-]+:/*).*@", "$1");
    }

    private static String withoutOptions(String uri) {
        // Camel has put x for the password of a user in the URI of its exception.
        return shown(decoded(uri)).replaceFirst("://", ":").toLowerCase(Locale.ROOT);
    }

    /** Camel has encoded the URI of its exception. */
    private static String decoded(String uri) {
        try {
            return URLDecoder.decode(uri, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return uri;
        }
    }

    /** The message of the innermost cause. */
    private String reason(Throwable e, String otherwise) {
        Throwable root = Causes.root(e);
        if (root instanceof NumberFormatException || root instanceof IndexOutOfBoundsException) {
            return "this option does not take that value";
        }
        if (root instanceof NoSuchEndpointException missing) {
            String scheme = missing.getUri().replaceFirst(":.*", "");
            return scheme.equals(missing.getUri()) ? otherwise : "the component " + scheme + " is not in the program: "
                    + (scheme.equals("kafka") ? "build with -Pkafka (views.md)" : "add its dependency, often camel-"
                    + scheme + ", to src/app/pom.xml and build (views.md)");
        }
        if (root instanceof ResolveEndpointFailedException failed) {
            // Its message has the whole URI, and the values of unknown options.
            Matcher unknown = UNKNOWN.matcher(root.getMessage());
            return unknown.find() ? noOption(unknown.group(1), failed.getUri()) : otherwise;
        }
        return root != e && root.getMessage() != null
                ? root.getMessage().lines().findFirst().orElse(otherwise)
                : otherwise;
    }
}
