package campus.host;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.ContextServicePlugin;

/** Makes each Camel context a {@link Host}, which does nothing if its properties do not ask for it. */
public final class HostPlugin implements ContextServicePlugin {

    @Override
    public void load(CamelContext context) {
        Host host = new Host(context);
        context.getCamelContextExtension().addContextPlugin(Host.class, host);
        context.addLifecycleStrategy(host);
    }
}
