package campus.host;

import campus.base.SettingException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** What Spring Boot prints instead of a stack trace if a property ends the start of its application. */
public final class SettingFailureAnalyzer extends AbstractFailureAnalyzer<SettingException> {

    @Override
    protected FailureAnalysis analyze(Throwable failure, SettingException cause) {
        return new FailureAnalysis(cause.getMessage(), "Change that property of the application. Those that begin with"
                + " campus. and their defaults are in campus/application.properties of campus-core.", failure);
    }
}
