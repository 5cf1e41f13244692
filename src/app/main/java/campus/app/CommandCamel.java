package campus.app;

import static campus.app.CommandOptions.CLIENT_ID;
import static campus.app.CommandOptions.PASSWORD;
import static campus.app.CommandOptions.STUDENT_PASSWORD;
import static campus.app.CommandOptions.STUDENT_USER;
import static campus.app.CommandOptions.USER;

import campus.link.LinkException;
import campus.link.LinkListener;
import campus.link.wire.PacketListener;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;

/**
 * Camel Main of a command: the first attempt to connect counts, later ones follow each other until the broker is back,
 * and the stop is quick.
 */
public class CommandCamel extends CampusCamel {

    private static final String RETRY = "campus.link.retry";

    private final Map<String, String> literals;
    private final CompletableFuture<LinkException> ended = new CompletableFuture<>();

    /** @param routes names of the route classes to run */
    public CommandCamel(CommandOptions options, String... routes) {
        this(options, Optional.empty(), routes);
    }

    /** @param trace is told every MQTT packet */
    public CommandCamel(CommandOptions options, Optional<PacketListener> trace, String... routes) {
        super(Configuration.load(options.properties()), options.literals(), routes);
        literals = options.literals();
        trace.ifPresent(listener -> bind("trace", listener));
        bind("ended", (LinkListener) (link, reason) -> ended.complete(reason));
        if (!options.properties().containsKey(RETRY)) {
            addOverrideProperty(RETRY, "after-connect");
        }
        addOverrideProperty("camel.main.shutdown-timeout", "2");
    }

    /** Gives an endpoint what was typed. Camel would look for placeholders and references in a property. */
    @Override
    protected void configure(PahoMqtt5Configuration endpoint) {
        set(USER, endpoint::setUserName);
        set(PASSWORD, endpoint::setPassword);
        set(CLIENT_ID, endpoint::setClientId);
        set(STUDENT_USER, endpoint::setUserName);
        set(STUDENT_PASSWORD, endpoint::setPassword);
        super.configure(endpoint);
    }

    private void set(String key, Consumer<String> option) {
        Optional.ofNullable(literals.get(key)).ifPresent(option);
    }

    /** Completes if a connection has ended for good, with the reason. */
    public CompletableFuture<LinkException> ended() {
        return ended;
    }

    /** @throws LinkException the reason, if a connection has ended for good */
    public void requireNotEnded() throws LinkException {
        if (ended.isDone()) {
            throw ended.join();
        }
    }
}
