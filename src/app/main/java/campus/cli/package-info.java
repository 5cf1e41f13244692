/** The command line: each command picks routes and properties, then runs Camel Main. */
package campus.cli;
