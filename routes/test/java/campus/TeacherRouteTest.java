package campus;

import static campus.RouteFixture.assertHandled;
import static campus.RouteFixture.bodies;
import static campus.RouteFixture.failing;
import static campus.RouteFixture.files;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.apache.camel.support.SynchronizationAdapter;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TeacherRouteTest {

    private static final String DNI = "12345678";
    private static final String REST = ";Peter Lim;pelim@teleco.upv.es";

    @TempDir
    private Path folder;
    private RouteFixture campus;

    @BeforeEach
    void prepare() throws IOException {
        campus = RouteFixture.in(folder);
    }

    @AfterEach
    void close() throws IOException {
        campus.close();
    }

    @Test
    void aPetitionIsAnsweredWithACodeAndLogged() throws Exception {
        start();
        assertHandled(petition(DNI));
        String code = bodies(campus.published("DST/CODIGO")).get(0);
        assertThat(code).matches("[0-9]{5}");
        assertThat(ledger("SELECT dni FROM issued_code WHERE open_code = ?", code)).containsExactly(DNI);
        assertThat(folder.resolve("peticiones.log")).content(UTF_8)
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z " + DNI + "\n");
        assertThat(campus.published("DST/CODIGO").getReceivedCounter()).isEqualTo(1);
    }

    @Test
    void aCodeIsInTheLedgerAndInTheLogBeforeItIsPublished() throws Exception {
        start();
        List<String> known = new ArrayList<>();
        campus.published("DST/CODIGO").whenAnyExchangeReceived(exchange -> {
            known.addAll(ledger("SELECT dni FROM issued_code WHERE open_code = ?",
                    exchange.getMessage().getBody(String.class)));
            known.addAll(Files.readAllLines(folder.resolve("peticiones.log")));
        });
        assertHandled(petition(DNI));
        assertThat(known).hasSize(2).allMatch(text -> text.endsWith(DNI));
    }

    @Test
    void nothingThatWasReceivedIsPublishedAlongWithACode() throws Exception {
        start();
        petition(DNI);
        assertThat(campus.published("DST/CODIGO").getReceivedExchanges()).singleElement()
                .satisfies(exchange -> assertThat(exchange.getMessage().getHeaders())
                        .containsOnlyKeys(PahoMqtt5Constants.CAMEL_PAHO_MSG_PROPERTIES));
    }

    @Test
    void aCodeExpiresInTheBrokerWhenItExpiresInTheLedger() throws Exception {
        campus.set("campus.teacher.code-ttl", "90s");
        start();
        petition(DNI);
        MqttProperties properties = campus.published("DST/CODIGO").getReceivedExchanges().get(0).getMessage()
                .getHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_PROPERTIES, MqttProperties.class);
        assertThat(properties.getMessageExpiryInterval()).isBetween(85L, 90L);
        assertThat(properties.getUserProperties()).isEmpty();
        assertThat(properties.getResponseTopic()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"99999999", "", "12345678;x", "12345678\n87654321"})
    void whoIsNotEnrolledGetsNothingAndStopsNobody(String dni) throws Exception {
        start();
        assertHandled(petition(dni));
        assertNothingWasIssued();
        assertHandled(petition(DNI));
        assertThat(campus.published("DST/CODIGO").getReceivedCounter()).isEqualTo(1);
        assertThat(Files.readAllLines(folder.resolve("peticiones.log"))).hasSize(1);
    }

    @Test
    void aRetainedPetitionGetsNothingAndStopsNobody() throws Exception {
        start();
        assertHandled(campus.receiveRetained("teacher-issue", "DST/PETICION", DNI));
        assertNothingWasIssued();
        assertHandled(petition(DNI));
        assertThat(campus.published("DST/CODIGO").getReceivedCounter()).isEqualTo(1);
    }

    @Test
    void aPetitionThatIsNoTextGetsNothingAndStopsNobody() throws Exception {
        start();
        assertHandled(campus.receive("teacher-issue", "DST/PETICION", new byte[] {(byte) 0xff}));
        assertHandled(campus.receive("teacher-issue", "DST/PETICION", new byte[1 << 20]));
        assertNothingWasIssued();
        assertHandled(petition(DNI));
        assertThat(campus.published("DST/CODIGO").getReceivedCounter()).isEqualTo(1);
    }

    @Test
    void aCodeThatIsNotPublishedAtOnceIsPublishedAgainNotIssuedAgain() throws Exception {
        start();
        campus.published("DST/CODIGO").whenExchangeReceived(1, failing("connection lost"));
        assertHandled(petition(DNI));
        assertThat(bodies(campus.published("DST/CODIGO"))).hasSize(2).containsOnly(onlyOpenCode());
        assertThat(Files.readAllLines(folder.resolve("peticiones.log"))).hasSize(1);
        assertThat(bodies(campus.mock("dead-letter"))).isEmpty();
    }

    @Test
    void aSolutionIsCertifiedAsReceivedAndConfirmedByMail() throws Exception {
        start();
        String solution = code() + "; Peter Lim ; pelim@teleco.upv.es ";
        assertHandled(solution(solution));
        campus.mock("mail").setExpectedMessageCount(1);
        campus.mock("mail").assertIsSatisfied();
        assertThat(folder.resolve("ok.txt")).content(UTF_8).isEqualTo(solution + "\n");

        assertThat(campus.mock("mail").getReceivedExchanges()).hasSize(1);
        Message mail = campus.mock("mail").getReceivedExchanges().get(0).getMessage();
        assertThat(mail.getHeader(Exchange.FILE_NAME, String.class))
                .matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{6}(\\.[0-9]{3})?Z-" + solution.substring(0, 5) + "-[0-9]+\\.eml");
        assertThat(mail.getHeaders()).containsOnlyKeys(Exchange.FILE_NAME);
        assertThat(mail.getBody(String.class)).contains("To: pelim@teleco.upv.es\r\n", "From: campus@localhost\r\n");
        assertThat(bodies(campus.mock("dead-letter"))).isEmpty();
    }

    /** The consumer acknowledges when an exchange is complete. */
    @Test
    void ofManySolutionsAtOnceEachIsAcknowledged() throws Exception {
        start();
        AtomicInteger completed = new AtomicInteger();
        String code = code();
        for (int i = 0; i < 50; i++) {
            campus.template().send("direct:teacher-verify", exchange -> {
                exchange.getIn().setBody((code + REST).getBytes(UTF_8));
                exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
                    @Override
                    public void onComplete(Exchange done) {
                        completed.incrementAndGet();
                    }
                });
            });
        }
        await().until(() -> completed.get() == 50);
    }

    @Timeout(20)
    @Test
    void aPetitionThatWaitsHoldsUpNoOther() throws Exception {
        start();
        CountDownLatch goOn = new CountDownLatch(1);
        campus.published("DST/RESPUESTA").whenAnyExchangeReceived(exchange -> goOn.await());
        Exchange slow = campus.context().getEndpoint("direct:teacher-issue").createExchange();
        asking(DNI).process(slow);
        CompletableFuture<Exchange> handled = new CompletableFuture<>();
        // As the consumer does, which takes the next message when this returns.
        try (AsyncProducer consumer = slow.getFromEndpoint().createAsyncProducer()) {
            consumer.start();
            consumer.process(slow, doneSync -> handled.complete(slow));
        }
        assertHandled(petition(DNI));
        assertThat(handled).isNotDone();
        goOn.countDown();
        assertHandled(handled.get());
    }

    @Test
    void theLineIsInTheResultsBeforeTheMailIsSent() throws Exception {
        start();
        List<String> results = new ArrayList<>();
        campus.mock("mail").whenAnyExchangeReceived(
                exchange -> results.addAll(Files.readAllLines(folder.resolve("ok.txt"))));
        campus.mock("mail").setExpectedMessageCount(1);
        String solution = code() + REST;
        assertHandled(solution(solution));
        campus.mock("mail").assertIsSatisfied();
        assertThat(results).containsExactly(solution);
    }

    @Test
    void theShippedMailSinkIsAFolder() throws Exception {
        campus.asShipped("campus.teacher.mail.to");
        start();
        String code = code();
        assertHandled(solution(code + REST));
        await().untilAsserted(() -> assertThat(files(folder.resolve("mail"))).singleElement().satisfies(file -> {
            assertThat(file.getFileName().toString()).matches(".*-" + code + "-[0-9]+\\.eml");
            assertThat(file).content(UTF_8).contains("To: pelim@teleco.upv.es");
        }));
    }

    @Test
    void theSameSolutionAgainChangesNothingAndAnotherWithTheCodeIsRefused() throws Exception {
        start();
        String solution = code() + REST;
        assertHandled(solution(solution));
        assertHandled(solution(solution));
        assertHandled(solution(solution.replace("Peter", "Eve")));
        String last = code() + REST;
        assertHandled(solution(last));
        awaitResults(solution, last);
        assertThat(bodies(campus.mock("dead-letter"))).isEmpty();
        await().until(() -> ledger("SELECT times FROM refusal WHERE what = ? AND reason = 'ALREADY_USED'", "solution")
                .equals(List.of("1")));
    }

    @Test
    void anAnswerThatCannotBePublishedChangesNothing() throws Exception {
        start();
        campus.published("DST/RESPUESTA").whenAnyExchangeReceived(failing("not authorized"));
        assertHandled(asked("teacher-issue", DNI));
        assertHandled(asked("teacher-issue", "99999999"));
        String solution = onlyOpenCode() + REST;
        assertHandled(asked("teacher-verify", solution));
        assertHandled(asked("teacher-verify", solution.replace("Peter", "Eve")));
        awaitResults(solution);
        assertThat(campus.published("DST/RESPUESTA").getReceivedExchanges()).extracting(exchange ->
                exchange.getMessage().getHeader(PahoMqtt5Constants.CAMEL_PAHO_OVERRIDE_TOPIC, String.class))
                .hasSize(4).containsOnly("DST/RESPUESTA/me/1");
        assertThat(campus.published("DST/CODIGO").getReceivedCounter()).isZero();
        assertThat(bodies(campus.mock("dead-letter"))).isEmpty();
    }

    /** A message with a Response Topic arrives. */
    private Exchange asked(String route, String payload) {
        return campus.template().send("direct:" + route, asking(payload));
    }

    private static Processor asking(String payload) {
        return asking(payload, "DST/RESPUESTA/me/1");
    }

    private static Processor asking(String payload, String responseTopic) {
        MqttProperties properties = new MqttProperties();
        properties.setResponseTopic(responseTopic);
        return exchange -> {
            exchange.getIn().setBody(payload.getBytes(UTF_8));
            exchange.getIn().setHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_PROPERTIES, properties);
        };
    }

    /** Camel takes the first for no value and the quotes off the others, where a bean is given a string. */
    @ParameterizedTest
    @ValueSource(strings = {"null", "'DST/RESPUESTA/me/1'", "\"DST/RESPUESTA/me/1\"", "${exchangeId}"})
    void aResponseTopicIsWhatItIs(String responseTopic) throws Exception {
        start();
        for (String route : List.of("teacher-issue", "teacher-verify")) {
            assertHandled(campus.template().send("direct:" + route, asking(DNI, responseTopic)));
        }
        assertNothingWasIssued();
        assertThat(campus.published("DST/RESPUESTA").getReceivedCounter()).isZero();
        await().until(() -> ledger("SELECT what FROM refusal WHERE reason = ? ORDER BY what", "RESPONSE_TOPIC")
                .equals(List.of("petition", "solution")));
    }

    @Test
    void whatIsLeftOfTheMailsWhenTheProgramStopsIsSentAtTheNextStart() throws Exception {
        // Until it is gone, no mail is due; then all are.
        Files.createDirectories(folder.resolve("ok.txt"));
        start();
        AtomicInteger sent = new AtomicInteger();
        campus.mock("mail").whenAnyExchangeReceived(exchange -> {
            sent.incrementAndGet();
            await().until(() -> exchange.getContext().isStopping());
        });
        String[] solutions = new String[3];
        for (int i = 0; i < solutions.length; i++) {
            solutions[i] = code() + REST;
            assertHandled(solution(solutions[i]));
        }
        Files.delete(folder.resolve("ok.txt"));
        await().until(() -> sent.get() == 1);
        awaitResults(solutions);
        campus.close();
        int before = sent.get();

        campus = RouteFixture.in(folder);
        start();
        await().until(() -> campus.mock("mail").getReceivedCounter() == solutions.length - before);
        assertThat(before).isLessThan(solutions.length);
        assertThat(bodies(campus.mock("dead-letter"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "%s;Peter Lim", " %s;Peter Lim;a@b.es", "%s;;a@b.es", "%s;Peter\nLim;a@b.es",
        "00000;Peter;a@b.es", ""})
    void aBadSolutionIsRefusedAndUsesNothingUp(String form) throws Exception {
        start();
        String code = code();
        assertHandled(solution(form.formatted(code)));
        assertThat(folder.resolve("ok.txt")).doesNotExist();
        assertThat(campus.mock("mail").getReceivedCounter()).isZero();
        assertThat(bodies(campus.mock("dead-letter"))).isEmpty();
        assertHandled(solution(code + REST));
        awaitResults(code + REST);
    }

    @Test
    void aRetainedSolutionIsRefusedAndUsesNothingUp() throws Exception {
        start();
        String solution = code() + REST;
        assertHandled(campus.receiveRetained("teacher-verify", "DST/SOLUCION", solution));
        assertThat(folder.resolve("ok.txt")).doesNotExist();
        assertHandled(solution(solution));
        awaitResults(solution);
    }

    @Test
    void whoGaveNoMailAddressIsCertifiedWithoutMail() throws Exception {
        start();
        String solution = code() + ";Peter Lim;none";
        assertHandled(solution(solution));
        awaitResults(solution);
        assertThat(campus.mock("mail").getReceivedCounter()).isZero();
        assertThat(bodies(campus.mock("dead-letter"))).isEmpty();
    }

    @Test
    void resultsThatCannotBeWrittenAreWrittenLaterAndTheSolutionCountsAllTheSame() throws Exception {
        Files.createDirectories(folder.resolve("ok.txt"));
        start();
        String first = code() + REST;
        assertHandled(solution(first));
        await().until(() -> !ledger("SELECT id FROM delivery WHERE kind = ? AND attempts > 0", "result").isEmpty());
        assertThat(campus.mock("mail").getReceivedCounter()).isZero();

        Files.delete(folder.resolve("ok.txt"));
        String second = code() + REST;
        assertHandled(solution(second));
        awaitResults(first, second);
        await().until(() -> campus.mock("mail").getReceivedCounter() == 2);
        assertThat(bodies(campus.mock("dead-letter"))).isEmpty();
    }

    @Test
    void aMailThatCannotBeSentIsTriedAgainAndTheResultStandsOnce() throws Exception {
        campus.set("campus.teacher.mail.retries", "3").set("campus.teacher.mail.retry-delay", "1ms");
        start();
        campus.mock("mail").whenAnyExchangeReceived(failing("no mail server"));
        String solution = code() + REST;
        assertHandled(solution(solution));
        await().until(() -> !ledger("SELECT id FROM delivery WHERE kind = ? AND failed_at IS NOT NULL", "mail").isEmpty());
        assertThat(campus.mock("mail").getReceivedCounter()).isEqualTo(4);
        awaitResults(solution);
        assertThat(bodies(campus.mock("dead-letter"))).isEmpty();
    }

    @Test
    void aMailThatIsSentTheSecondTimeIsTheSameMail() throws Exception {
        campus.set("campus.teacher.mail.retry-delay", "1ms");
        start();
        campus.mock("mail").whenExchangeReceived(1, failing("no mail server"));
        assertHandled(solution(code() + REST));
        await().until(() -> !ledger("SELECT id FROM delivery WHERE kind = ? AND done_at IS NOT NULL", "mail").isEmpty());
        assertThat(bodies(campus.mock("mail"))).hasSize(2).containsOnly(bodies(campus.mock("mail")).get(0));
        assertThat(campus.mock("mail").getReceivedExchanges()).extracting(
                exchange -> exchange.getMessage().getHeader(Exchange.FILE_NAME)).hasSize(2).containsOnly(
                        campus.mock("mail").getReceivedExchanges().get(0).getMessage().getHeader(Exchange.FILE_NAME));
    }

    @Test
    void whatWasAcceptedBeforeAKillIsDeliveredAtTheNextStart() throws Exception {
        Files.createDirectories(folder.resolve("ok.txt"));
        start();
        String solution = code() + REST;
        assertHandled(solution(solution));
        campus.close();
        Files.delete(folder.resolve("ok.txt"));

        campus = RouteFixture.in(folder);
        start();
        awaitResults(solution);
        await().until(() -> campus.mock("mail").getReceivedCounter() == 1);
    }

    @ParameterizedTest
    @CsvSource({"DST/PETICION,teacher-issue", "DST/SOLUCION,teacher-verify"})
    void theTeacherSubscribesInADurableSession(String topic, String route) throws Exception {
        campus.build(new ErrorHandling(), new TeacherRoutes());
        assertThat(campus.context().getRoute(route).getEndpoint()).isSameAs(campus.mqtt(topic));
        RouteFixture.assertLogin(campus.mqtt(topic), "profesor", "teacher-secret");
        PahoMqtt5Configuration session = campus.mqtt(topic).getConfiguration();
        assertThat(session.getQos()).isEqualTo(1);
        assertThat(session.getClientId()).isEqualTo("test-" + route);
        assertThat(session.isCleanStart()).isFalse();
        assertThat(session.isManualAcksEnabled()).isTrue();
    }

    @Test
    void aGroupOfTeachersSharesItsSubscriptions() throws Exception {
        campus.set("campus.teacher.share", "teachers");
        campus.build(new ErrorHandling(), new TeacherRoutes());
        assertThat(campus.context().getRoute("teacher-issue").getEndpoint())
                .isSameAs(campus.mqtt("$share/teachers/DST/PETICION"));
        assertThat(campus.context().getRoute("teacher-verify").getEndpoint())
                .isSameAs(campus.mqtt("$share/teachers/DST/SOLUCION"));
    }

    @Test
    void theTeacherPublishesCodesWithQos1() throws Exception {
        campus.build(new ErrorHandling(), new TeacherRoutes());
        RouteFixture.assertLogin(campus.mqtt("DST/CODIGO"), "profesor", "teacher-secret");
        assertThat(campus.mqtt("DST/CODIGO").getConfiguration().getQos()).isEqualTo(1);
    }

    @Test
    void disabledThereIsNoRouteAndNoFile() throws Exception {
        campus.set("campus.teacher.enabled", "false");
        start();
        assertThat(campus.context().getRoutes()).isEmpty();
        assertThat(files(folder)).isEmpty();
    }

    @Test
    void enabledThereAreItsRoutesAndALedger() throws Exception {
        start();
        assertThat(campus.context().getRoutes()).extracting(route -> route.getRouteId())
                .containsExactlyInAnyOrder("teacher-issue", "teacher-verify",
                "teacher-refused", "teacher-answer", "teacher-results", "teacher-mail");
        assertThat(folder.resolve("ledger.db")).isRegularFile();
    }

    private void start() throws Exception {
        campus.start(new ErrorHandling(), new TeacherRoutes());
    }

    private Exchange petition(String dni) {
        return campus.receive("teacher-issue", "DST/PETICION", dni);
    }

    private Exchange solution(String message) {
        return campus.receive("teacher-verify", "DST/SOLUCION", message);
    }

    private void awaitResults(String... lines) {
        Path results = folder.resolve("ok.txt");
        await().until(() -> Files.isRegularFile(results) && Files.readAllLines(results).size() >= lines.length);
        assertThat(results).content(UTF_8).isEqualTo(String.join("\n", lines) + "\n");
    }

    /** A fresh code. */
    private String code() {
        petition(DNI);
        List<String> codes = bodies(campus.published("DST/CODIGO"));
        return codes.get(codes.size() - 1);
    }

    private String onlyOpenCode() throws SQLException {
        List<String> open = ledger("SELECT open_code FROM issued_code WHERE dni = ?", DNI);
        assertThat(open).hasSize(1);
        return open.get(0);
    }

    private void assertNothingWasIssued() throws SQLException {
        assertThat(ledger("SELECT code FROM issued_code WHERE code <> ?", "")).isEmpty();
        assertThat(campus.published("DST/CODIGO").getReceivedCounter()).isZero();
        assertThat(folder.resolve("peticiones.log")).doesNotExist();
        assertThat(bodies(campus.mock("dead-letter"))).isEmpty();
    }

    /** The first column of a query, on a connection of the test's own. */
    private List<String> ledger(String query, String parameter) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ledger.db"));
             PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, parameter);
            List<String> values = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    values.add(rows.getString(1));
                }
            }
            return values;
        }
    }
}
