/**
 * The languages of the command line. The program speaks English, as its log does: modules that know no language make
 * its messages, and some come from another program by MQTT. What a person reads on the terminal is translated here, as
 * the last step, by the texts of {@code messages_en.properties} and {@code messages_es.properties}.
 */
package campus.cli.language;
