package campus.cli;

import campus.base.SettingException;
import campus.broker.BrokerStartException;
import campus.exchange.NoCodeException;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.ResolveEndpointFailedException;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.packet.MqttReturnCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** Turns what went wrong into one line for the user and an exit code. Stack traces go to the log at DEBUG. */
final class Failures {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {
    }

    static int usage(CommandLine.ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        print(command, firstLine(e.getMessage()) + " (see " + command.getCommandSpec().qualifiedName() + " --help)");
        return ExitCode.USAGE;
    }

    static int failed(Exception e, CommandLine command, CommandLine.ParseResult args) {
        LOG.debug("failed", e);
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            Integer code = exitCode(cause);
            if (code != null) {
                print(command, cause instanceof MqttException mqtt ? describe(mqtt) : firstLine(cause.getMessage()));
                return code;
            }
        }
        Throwable root = rootCause(e);
        LOG.error("unexpected failure", e);
        print(command, "failed: " + root.getClass().getSimpleName() + ": " + firstLine(root.getMessage()));
        return ExitCode.FAILED;
    }

    /** The code for a failure that can be expected, null for any other. */
    private static Integer exitCode(Throwable cause) {
        if (cause instanceof SettingException) {
            return ExitCode.USAGE;
        }
        if (cause instanceof NoCodeException) {
            return ExitCode.NOTHING_IN_TIME;
        }
        if (cause instanceof BrokerStartException) {
            return ExitCode.FAILED;
        }
        if (cause instanceof MqttException mqtt) {
            return refused(mqtt) ? ExitCode.REFUSED_BY_BROKER : ExitCode.FAILED;
        }
        boolean camelProperty = cause instanceof PropertyBindingException
                || cause instanceof ResolveEndpointFailedException
                || cause instanceof FailedToCreateRouteException && cause.getCause() == null;
        return camelProperty ? ExitCode.USAGE : null;
    }

    private static boolean refused(MqttException e) {
        return e.getReasonCode() == MqttReturnCode.RETURN_CODE_BAD_USERNAME_OR_PASSWORD
                || e.getReasonCode() == MqttReturnCode.RETURN_CODE_NOT_AUTHORIZED;
    }

    private static String describe(MqttException e) {
        if (refused(e)) {
            return "the broker refused the login (reason " + Integer.toHexString(e.getReasonCode())
                    + "): check user name and password";
        }
        if (e.getReasonCode() == MqttClientException.REASON_CODE_SERVER_CONNECT_ERROR) {
            return "no broker answers: start one with 'java -jar target/campus.jar', or name another with -h and -p ("
                    + rootCause(e).getMessage() + ")";
        }
        return "MQTT: " + firstLine(e.getMessage());
    }

    private static void print(CommandLine command, String message) {
        command.getErr().println("campus: " + message);
        command.getErr().flush();
    }

    private static Throwable rootCause(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static String firstLine(String message) {
        return message == null ? "no reason given" : message.lines().findFirst().orElse("no reason given");
    }
}
