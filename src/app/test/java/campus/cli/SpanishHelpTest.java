package campus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import campus.cli.language.Language;
import campus.cli.options.Signals;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** The help in Spanish: each command, option and footer of the annotations has one, and no text is left over. */
class SpanishHelpTest {

    private final ResourceBundle bundle = Language.SPANISH.help().orElseThrow();

    @Test
    void everyCommandAndOptionHasASpanishText() {
        Map<String, String> english = texts(program(Language.ENGLISH));
        CommandLine program = program(Language.SPANISH);
        program.setResourceBundle(bundle);
        Map<String, String> spanish = texts(program);

        assertThat(spanish.keySet()).hasSizeGreaterThan(100).isEqualTo(english.keySet());
        assertThat(spanish).allSatisfy((place, text) ->
                assertThat(text).as(place).isNotBlank().isNotEqualTo(english.get(place)));
    }

    @Test
    void everyTextIsUsed() {
        CommandLine program = program(Language.SPANISH);
        program.setResourceBundle(new Keys(bundle.keySet()));
        StringBuilder help = new StringBuilder();
        commands(program).forEach(command -> help.append(command.setUsageHelpWidth(500).getUsageMessage()));

        assertThat(bundle.keySet()).hasSizeGreaterThan(80).allMatch(key -> help.indexOf("<" + key + ">") >= 0);
    }

    private static CommandLine program(Language language) {
        return CampusCommand.program(language, new Signals(), CampusCommand.COMMANDS);
    }

    /** Each description and footer by its place. */
    private static Map<String, String> texts(CommandLine program) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (CommandLine command : commands(program)) {
            CommandSpec spec = command.getCommandSpec();
            String name = spec.qualifiedName();
            texts.put(name, String.join("", spec.usageMessage().description()));
            if (spec.usageMessage().footer().length > 0) {
                texts.put(name + " footer", String.join("", spec.usageMessage().footer()));
            }
            for (ArgSpec option : spec.args()) {
                texts.put(name + " " + (option.isOption() ? option.toString() : option.paramLabel()),
                        String.join("", option.description()));
            }
        }
        return texts;
    }

    private static List<CommandLine> commands(CommandLine command) {
        List<CommandLine> all = new ArrayList<>(List.of(command));
        command.getSubcommands().values().forEach(each -> all.addAll(commands(each)));
        return all;
    }

    /** Each text is its own key. */
    private static final class Keys extends ResourceBundle {

        private final Set<String> keys;

        private Keys(Set<String> keys) {
            this.keys = keys;
        }

        @Override
        protected Object handleGetObject(String key) {
            return keys.contains(key) ? "<" + key + ">" : null;
        }

        @Override
        public Enumeration<String> getKeys() {
            return Collections.enumeration(keys);
        }
    }
}
