/**
 * The command line: {@link campus.cli.CampusCommand} lists the commands; each command picks its routes and properties
 * and runs Camel Main. A command with several classes has a package of its own. Only these packages print.
 */
package campus.cli;
