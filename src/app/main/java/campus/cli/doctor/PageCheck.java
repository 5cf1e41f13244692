package campus.cli.doctor;

import campus.base.Settings;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Whether the page of a running program answers on this machine. It is no part of the way to the broker. */
record PageCheck(Settings settings, DoctorReport report) {

    private static final String WHAT = "page";
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    void check() {
        int port = settings.integer("campus.page.port", 0, 65_535);
        if (!settings.flag("campus.page.enabled") || port == 0) {
            report.unknown(WHAT, port == 0 ? "another port at each start: `run` prints it" : "off");
            return;
        }
        String host = settings.text("campus.page.host");
        String local = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
        String address = "http://" + NetUtil.toSocketAddressString(local, port) + "/";
        try {
            HttpResponse<String> answer = HttpClient.newBuilder().connectTimeout(PATIENCE).build().send(
                    HttpRequest.newBuilder(URI.create(address + "health/live")).timeout(PATIENCE).build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.body().equals("{\"live\":true}")) {
                report.ok(WHAT, address);
            } else {
                report.warning(WHAT, "port " + port + " is taken by another program", "set campus.page.port");
            }
        } catch (ConnectException e) {
            report.unknown(WHAT, "`run` does not serve it on " + address + " now");
        } catch (IOException e) {
            report.warning(WHAT, "port " + port + " is taken by a program that does not answer in HTTP",
                    "set campus.page.port");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
