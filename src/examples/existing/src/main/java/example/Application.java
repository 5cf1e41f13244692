package example;

import org.apache.camel.main.Main;

/** A cold store: its routes, and the certificate that it trusts. */
public final class Application {

    private Application() {
    }

    public static void main(String... args) throws Exception {
        Main main = new Main();
        main.configure().addConfiguration(Trust.class);
        main.configure().addRoutesBuilder(new ColdStoreRoutes());
        main.run(args);
    }
}
