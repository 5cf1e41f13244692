package example;

import org.apache.camel.main.Main;

/** An application on Camel Main. */
public final class Application {

    private Application() {
    }

    public static void main(String... args) throws Exception {
        Main main = new Main();
        main.configure().addRoutesBuilder(new Routes());
        main.run(args);
    }
}
