package campus.link.camel;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.TypeConverterLoader;
import org.apache.camel.spi.TypeConverterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says if this Camel is too old for {@link LinkPlugin}. Camel before 4.14.1 has no such plugins and would leave the
 * component as it is, in silence; but each Camel loads the type converters of a jar, and so this class.
 */
public final class LinkVersionCheck implements TypeConverterLoader {

    private static final Logger LOG = LoggerFactory.getLogger(LinkVersionCheck.class);
    private static final String PLUGIN = "org.apache.camel.spi.ContextServicePlugin";

    /** Adds no type converter. */
    @Override
    public void load(TypeConverterRegistry registry) {
        CamelContext context = registry.getCamelContext();
        if (context != null && context.getClassResolver().resolveClass(PLUGIN) == null) {
            LOG.warn("campus-link: Camel {} has no plugins, so paho-mqtt5 stays as it is; from 4.14.1 on it is a link",
                    context.getVersion());
        }
    }
}
