/** The parts that several commands share: options, exit codes, failures and signals. They know no command. */
package campus.cli.options;
