/** The option {@code --trace}: prints the MQTT packets of a command, and their sums. */
package campus.cli.trace;
