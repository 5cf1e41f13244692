package campus.camel;

import campus.base.Settings;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertiesComponent;

/** The properties of a Camel context as settings, with their placeholders resolved. */
public final class CamelSettings {

    private CamelSettings() {
    }

    /** The settings of a context; each value is looked up when it is read. */
    public static Settings of(CamelContext context) {
        PropertiesComponent properties = context.getPropertiesComponent();
        return new Settings(properties::resolveProperty, () -> properties.loadProperties().stringPropertyNames());
    }
}
