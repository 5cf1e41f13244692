package campus.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import campus.base.SettingException;
import campus.base.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionSettingsTest {

    @ParameterizedTest
    @CsvSource({"'','',a/#,true", "'',clean,a/#,false", "'',durable,a/#,true", "g,'',a/#,false", "g,durable,a/#,true",
        "'','',$share/g/a/#,false", "'',durable,$share/g/a/#,true"})
    void aMemberOfAGroupHasACleanSessionUnlessToldOtherwise(String share, String session, String filter,
            boolean durable) {
        SessionSettings settings = of(share, session, filter);
        assertThat(settings.durable()).isEqualTo(durable);
        assertThat(settings.options()).isEqualTo(durable ? "&{{campus.session.durable}}" : "&{{campus.session.clean}}");
    }

    @Test
    void theFilterOfAMemberNamesItsGroup() {
        assertThat(of("g", "", "a/#").filter("a/#")).isEqualTo("$share/g/a/#");
        assertThat(of("", "", "a/#").filter("a/#")).isEqualTo("a/#");
        assertThat(of("", "", "$share/g/a/#").filter("$share/g/a/#")).isEqualTo("$share/g/a/#");
    }

    @Test
    void aGroupIsNamedOnce() {
        assertThatThrownBy(() -> of("g", "", "$share/h/a")).isExactlyInstanceOf(SettingException.class)
                .hasMessage("campus.x.share=g cannot be used: accepted is no group, as the filter $share/h/a names one"
                        + " already");
    }

    @Test
    void aMemberIsToldWhatIsKept() {
        assertThat(of("", "", "a/#").description("a/#")).isEmpty();
        assertThat(of("g", "", "a/#").description("a/#")).hasValueSatisfying(text -> assertThat(text)
                .startsWith("$share/g/a/# with a clean session: without this member the others get all; "));
        assertThat(of("", "durable", "$share/g/a/#").description("$share/g/a/#")).contains("$share/g/a/# with a durable"
                + " session: what the broker has put aside for this member waits for it, within the broker's limits");
    }

    private static SessionSettings of(String share, String session, String filter) {
        return SessionSettings.of(Settings.of(Map.of("campus.x.share", share, "campus.x.session", session)),
                "campus.x.share", "campus.x.session", filter);
    }
}
