/** What several commands share: options for the connection, properties, exit codes, failures and signals. It knows no command. */
package campus.cli.options;
