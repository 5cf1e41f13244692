/** When the parts of a link run: tasks in batches, callbacks in order, and the waits between two attempts. */
package campus.link.timing;
