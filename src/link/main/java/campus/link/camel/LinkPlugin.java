package campus.link.camel;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.ContextServicePlugin;

/** Puts {@link LinkComponent} in the place of camel-paho-mqtt5's component, in each Camel runtime that has this jar. */
public final class LinkPlugin implements ContextServicePlugin {

    private static final String SCHEME = "paho-mqtt5";

    @Override
    public void load(CamelContext context) {
        context.getRegistry().bind(SCHEME, new LinkComponent());
    }
}
