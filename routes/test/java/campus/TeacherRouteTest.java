package campus;

import static campus.RouteFixture.files;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The routes of the teacher as they are made. */
class TeacherRouteTest extends TeacherRouteTestBase {

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
        PahoMqtt5Configuration session = campus.mqtt("$share/teachers/DST/SOLUCION").getConfiguration();
        assertThat(session.isCleanStart()).isTrue();
        assertThat(session.isManualAcksEnabled()).isTrue();
    }

    @Test
    void theTeacherPublishesWithQos1() throws Exception {
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
                "teacher-refused", "teacher-publish", "teacher-results", "teacher-mail", "teacher-mail-send",
                "teacher-mail-failed");
        assertThat(folder.resolve("ledger.db")).isRegularFile();
    }
}
